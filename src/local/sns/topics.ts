import type { Action } from '../service.js';
import { invalidParameter, page, type SnsStore, type Topic } from './store.js';
import { checkAttribute, shownAttributes } from './topic-attributes.js';

/** CreateTopic, DeleteTopic, ListTopics, Get- and SetTopicAttributes. */
export function topicActions(store: SnsStore): Record<string, Action> {
  return {
    CreateTopic(input) {
      const attributes: Record<string, string> = input.Attributes ?? {};
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(input.Name)) {
        const isFifo = attributes.FifoTopic === 'true' && input.Name.endsWith('.fifo');
        throw invalidParameter(
          isFifo ? 'Attributes Reason: the local cloud has no FIFO topics' : 'Topic Name',
        );
      }
      if (attributes.FifoTopic === 'true') throw invalidParameter('Topic Name');
      for (const [name, value] of Object.entries(attributes)) checkAttribute(name, value);
      if (input.DataProtectionPolicy)
        throw invalidParameter('DataProtectionPolicy Reason: not supported by the local cloud');
      const tags = distinctTags(input.Tags ?? []);
      const arn = store.topicArn(input.Name);
      const existing = store.topics.find((topic) => topic.arn === arn);
      if (existing) {
        checkSame(store, existing, attributes, tags);
        return { TopicArn: arn };
      }
      const { FifoTopic: _standard, ...kept } = attributes;
      store.topics.push({ arn, name: input.Name, attributes: kept, tags, deletedSubscriptions: 0 });
      store.saveTopics();
      return { TopicArn: arn };
    },
    DeleteTopic(input) {
      // Deleting what isn't there is no error; its subscriptions stay, as in AWS.
      store.topics = store.topics.filter((topic) => topic.arn !== input.TopicArn);
      store.saveTopics();
      return {};
    },
    ListTopics(input) {
      const { items, ...rest } = page(store.topics, input.NextToken);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...rest };
    },
    GetTopicAttributes(input) {
      return { Attributes: shownAttributes(store, store.topic(input.TopicArn)) };
    },
    SetTopicAttributes(input) {
      const topic = store.topic(input.TopicArn);
      const value: string = input.AttributeValue ?? '';
      checkAttribute(input.AttributeName, value);
      if (value === '' && input.AttributeName !== 'DisplayName') delete topic.attributes[input.AttributeName];
      else topic.attributes[input.AttributeName] = value;
      store.saveTopics();
      return {};
    },
  };
}

/** @throws AwsError InvalidParameterException. Source: recorded `test_tags`. */
export function distinctTags(tags: Topic['tags']): Topic['tags'] {
  if (new Set(tags.map(({ Key }) => Key)).size !== tags.length)
    throw invalidParameter('Duplicated keys are not allowed.');
  return tags;
}

/** Source: recorded `test_create_topic_different_attrs`, `test_create_duplicate_topic_with_more_tags`. */
function checkSame(
  store: SnsStore,
  topic: Topic,
  attributes: Record<string, string>,
  tags: Topic['tags'],
): void {
  const shown = shownAttributes(store, topic);
  const differs = Object.entries(attributes).some(
    ([name, value]) => name !== 'FifoTopic' && shown[name] !== value,
  );
  if (differs) throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  const has = (tag: Topic['tags'][number]) =>
    topic.tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
  if (!tags.every(has)) throw invalidParameter('Tags Reason: Topic already exists with different tags');
}
