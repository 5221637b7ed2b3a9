import type { FunctionRecord } from '../model.js';
import { invalid, pattern, validation } from '../names.js';
import type { FunctionStore } from '../store.js';

const LIMIT = 50;
const RESOURCE =
  'arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)';

/** @throws AwsError InvalidParameterValueException beyond 50 tags. */
export function checkTags(tags: Record<string, string> | undefined): void {
  if (Object.keys(tags ?? {}).length > LIMIT) throw invalid('Number of tags exceeds resource tag limit.');
}

function tagged(store: FunctionStore, resource: string): FunctionRecord {
  if (!new RegExp(`^${RESOURCE}$`).test(resource))
    throw validation([pattern(resource, 'resource', RESOURCE)]);
  if (resource.split(':').length > 7) {
    throw invalid('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return store.resolve(resource).record;
}

export function tagResource(
  store: FunctionStore,
  input: { Resource: string; Tags: Record<string, string> },
): object {
  const record = tagged(store, input.Resource);
  if (Object.keys(input.Tags).length === 0)
    throw invalid('An error occurred and the request cannot be processed.');
  const tags = { ...record.tags, ...input.Tags };
  checkTags(tags);
  record.tags = tags;
  store.save();
  return {};
}

export function untagResource(store: FunctionStore, input: { Resource: string; TagKeys: string[] }): object {
  const record = tagged(store, input.Resource);
  for (const key of input.TagKeys) delete record.tags[key];
  store.save();
  return {};
}

export function listTags(store: FunctionStore, input: { Resource: string }): object {
  return { Tags: tagged(store, input.Resource).tags };
}
