import type { Action } from '../service.js';
import type { LogStore } from './store.js';

/** Tags of log groups, by the present actions and by the older ones. */
export function tagActions(store: LogStore): Record<string, Action> {
  const add = (identifier: string, tags: Record<string, string>) => {
    Object.assign(store.group(identifier).tags, tags);
    store.save();
    return {};
  };
  const remove = (identifier: string, keys: readonly string[]) => {
    const group = store.group(identifier);
    for (const key of keys) delete group.tags[key];
    store.save();
    return {};
  };
  return {
    TagResource(input) {
      return add(input.resourceArn, input.tags);
    },
    UntagResource(input) {
      return remove(input.resourceArn, input.tagKeys);
    },
    ListTagsForResource(input) {
      return { tags: store.group(input.resourceArn).tags };
    },
    TagLogGroup(input) {
      return add(input.logGroupName, input.tags);
    },
    UntagLogGroup(input) {
      return remove(input.logGroupName, input.tags);
    },
    ListTagsLogGroup(input) {
      return { tags: store.group(input.logGroupName).tags };
    },
  };
}
