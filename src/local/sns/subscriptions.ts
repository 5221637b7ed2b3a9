import type { Action } from '../service.js';
import { checkArn, invalidParameter, notFound, page, type SnsStore, type Subscription } from './store.js';
import { checkSubscriptionAttribute, shownSubscription } from './subscription-attributes.js';

/** Unsubscribe, ListSubscriptions(ByTopic), Get- and SetSubscriptionAttributes. */
export function subscriptionActions(store: SnsStore): Record<string, Action> {
  const { accountId } = store.cloud;
  const find = (arn: string): Subscription => {
    checkArn('SubscriptionArn', arn);
    const subscription = store.subscriptions.find((candidate) => candidate.arn === arn);
    if (!subscription) throw notFound('Subscription does not exist');
    return subscription;
  };
  const list = (subscriptions: Subscription[], token: string | undefined) => {
    const { items, ...rest } = page(subscriptions, token);
    return {
      Subscriptions: items.map((subscription) => ({
        SubscriptionArn: subscription.token === undefined ? subscription.arn : 'PendingConfirmation',
        Owner: accountId,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        TopicArn: subscription.topicArn,
      })),
      ...rest,
    };
  };
  return {
    Unsubscribe(input) {
      const arn: string = input.SubscriptionArn;
      if (arn === '') throw invalidParameter('SubscriptionArn Reason: no value for required parameter');
      checkArn('SubscriptionArn', arn);
      if (arn.split(':').length < 7) throw invalidParameter('SubscriptionId');
      const subscription = store.subscriptions.find((candidate) => candidate.arn === arn);
      if (!subscription) return {};
      store.subscriptions = store.subscriptions.filter((other) => other !== subscription);
      store.saveSubscriptions();
      const topic = store.topics.find((candidate) => candidate.arn === subscription.topicArn);
      if (topic) topic.deletedSubscriptions++;
      store.saveTopics();
      return {};
    },
    ListSubscriptions(input) {
      return list(store.subscriptions, input.NextToken);
    },
    ListSubscriptionsByTopic(input) {
      return list(store.subscriptionsOf(store.topic(input.TopicArn)), input.NextToken);
    },
    GetSubscriptionAttributes(input) {
      return { Attributes: shownSubscription(find(input.SubscriptionArn), accountId) };
    },
    SetSubscriptionAttributes(input) {
      const subscription = find(input.SubscriptionArn);
      const value: string = input.AttributeValue ?? '';
      const isCleared = value === '' && input.AttributeName !== 'RawMessageDelivery';
      if (!isCleared) checkSubscriptionAttribute(input.AttributeName, value);
      if (isCleared) delete subscription.attributes[input.AttributeName];
      else subscription.attributes[input.AttributeName] = value;
      store.saveSubscriptions();
      return {};
    },
  };
}
