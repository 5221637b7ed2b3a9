import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { SnsStore, Topic } from './store.js';
import { distinctTags } from './topics.js';

/** TagResource, UntagResource, ListTagsForResource. */
export function tagActions(store: SnsStore): Record<string, Action> {
  const find = (arn: string): Topic => {
    const topic = store.topics.find((candidate) => candidate.arn === arn);
    if (!topic) throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
    return topic;
  };
  return {
    TagResource(input) {
      const topic = find(input.ResourceArn);
      const added = distinctTags(input.Tags);
      const kept = topic.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
      topic.tags = [...kept, ...added];
      store.saveTopics();
      return {};
    },
    UntagResource(input) {
      const topic = find(input.ResourceArn);
      topic.tags = topic.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
      store.saveTopics();
      return {};
    },
    ListTagsForResource(input) {
      return { Tags: find(input.ResourceArn).tags };
    },
  };
}
