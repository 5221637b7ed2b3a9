import { AwsError } from '../../protocol/errors.js';
import { checkArn, type MachineStore, type StateMachine } from '../machine-store.js';

interface Tag {
  key: string;
  value: string;
}

/** @throws AwsError InvalidArn, ResourceNotFound */
function tagged(store: MachineStore, arn: string): StateMachine {
  checkArn(arn);
  const machine = store.find(arn);
  if (!machine)
    throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, {
      members: { resourceName: arn },
    });
  return machine;
}

export function tagResource(store: MachineStore, input: { resourceArn: string; tags: Tag[] }): object {
  const machine = tagged(store, input.resourceArn);
  const keys = new Set(input.tags.map((tag) => tag.key));
  const tags = [...machine.tags.filter((tag) => !keys.has(tag.key)), ...input.tags];
  if (tags.length > 50) throw new AwsError('TooManyTags', `Too many tags: '${input.resourceArn}'`);
  store.put({ ...machine, tags });
  return {};
}

export function untagResource(
  store: MachineStore,
  input: { resourceArn: string; tagKeys: string[] },
): object {
  const machine = tagged(store, input.resourceArn);
  store.put({ ...machine, tags: machine.tags.filter((tag) => !input.tagKeys.includes(tag.key)) });
  return {};
}

export function listTagsForResource(store: MachineStore, input: { resourceArn: string }): object {
  return { tags: tagged(store, input.resourceArn).tags };
}
