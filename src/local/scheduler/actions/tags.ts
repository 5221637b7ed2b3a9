import { invalid } from '../errors.js';
import type { ScheduleGroup } from '../model.js';
import type { ScheduleStore } from '../store.js';

interface Tag {
  Key: string;
  Value: string;
}

const GROUP_ARN = '^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+$';

/** Only groups have tags. @throws AwsError ValidationException, ResourceNotFoundException */
function groupOf(store: ScheduleStore, arn: string): ScheduleGroup {
  if (!new RegExp(GROUP_ARN).test(arn)) {
    throw invalid(
      `1 validation error detected: Value '${arn}' at 'resourceArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${GROUP_ARN}`,
    );
  }
  return store.group(arn.slice(arn.indexOf('/') + 1));
}

export function tagResource(store: ScheduleStore, input: { ResourceArn: string; Tags: Tag[] }): object {
  const group = groupOf(store, input.ResourceArn);
  const keys = new Set(input.Tags.map((tag) => tag.Key));
  group.tags = [...group.tags.filter((tag) => !keys.has(tag.Key)), ...input.Tags];
  store.save();
  return {};
}

export function untagResource(
  store: ScheduleStore,
  input: { ResourceArn: string; TagKeys: string[] },
): object {
  const group = groupOf(store, input.ResourceArn);
  group.tags = group.tags.filter((tag) => !input.TagKeys.includes(tag.Key));
  store.save();
  return {};
}

export function listTagsForResource(store: ScheduleStore, input: { ResourceArn: string }): object {
  return { Tags: groupOf(store, input.ResourceArn).tags };
}
