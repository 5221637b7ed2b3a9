import { type AccessTable, arnOf } from '../policy/access-table.js';
import type { SnsStore } from './store.js';

/** Topics; a subscription is its topic's. A number that is sent to has no ARN. */
export function snsAccess(store: SnsStore): AccessTable {
  return {
    needs: {
      CreateTopic: ({ Name }, place) => [arnOf('sns', place, Name)],
      ListTopics: (_input, place) => [arnOf('sns', place, '*')],
      ListSubscriptions: (_input, place) => [arnOf('sns', place, '*')],
      Publish: ({ TopicArn, TargetArn }, _place) => [TopicArn ?? TargetArn],
      // There is no action of this name in policies.
      PublishBatch: ({ TopicArn }, _place) => [{ action: 'sns:Publish', resource: TopicArn }],
    },
    otherwise: ({ TopicArn, ResourceArn, SubscriptionArn }) => [
      TopicArn ?? ResourceArn ?? SubscriptionArn?.split(':').slice(0, 6).join(':'),
    ],
    resourcePolicy: (arn) => store.topics.find((topic) => topic.arn === arn)?.attributes.Policy,
  };
}
