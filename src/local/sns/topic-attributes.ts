import { defaultTopicPolicy } from '../policy/default-topic-policy.js';
import { parsePolicy } from '../policy/policy-document.js';
import { invalidParameter, type SnsStore, type Topic } from './store.js';

/** Attributes of a standard topic that can be set. Source: SNS API reference, SetTopicAttributes. */
const settable = new Set([
  ...['DisplayName', 'Policy', 'DeliveryPolicy', 'KmsMasterKeyId', 'TracingConfig', 'SignatureVersion'],
  ...['HTTP', 'Lambda', 'SQS', 'Firehose', 'Application'].flatMap((protocol) =>
    ['SuccessFeedbackRoleArn', 'SuccessFeedbackSampleRate', 'FailureFeedbackRoleArn'].map(
      (name) => protocol + name,
    ),
  ),
]);

/** @throws AwsError InvalidParameterException */
export function checkAttribute(name: string, value: string): void {
  if (name === 'FifoTopic' && value === 'false') return;
  if (['FifoTopic', 'ContentBasedDeduplication', 'FifoThroughputScope', 'ArchivePolicy'].includes(name))
    throw invalidParameter(`Attributes Reason: the local cloud has no FIFO topics (${name})`);
  if (!settable.has(name)) throw invalidParameter('AttributeName');
  if (name === 'DisplayName' && value.length > 100) throw invalidParameter('DisplayName');
  if (name === 'Policy') {
    try {
      parsePolicy(value, 'resource');
    } catch {
      throw invalidParameter('Policy Error: null');
    }
  }
}

/** What GetTopicAttributes shows. Source: recorded `test_create_topic_test_arn`. */
export function shownAttributes(store: SnsStore, topic: Topic): Record<string, string> {
  const subscriptions = store.subscriptionsOf(topic);
  const pending = subscriptions.filter(({ token }) => token !== undefined).length;
  const { accountId } = store.cloud;
  return {
    TopicArn: topic.arn,
    Owner: accountId,
    DisplayName: '',
    Policy: JSON.stringify(defaultTopicPolicy(topic.arn, accountId)),
    EffectiveDeliveryPolicy: JSON.stringify(effectivePolicy(topic.attributes.DeliveryPolicy)),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    ...topic.attributes,
  };
}

function effectivePolicy(own: string | undefined): object {
  const http = {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  };
  const set = own === undefined ? {} : (JSON.parse(own) as { http?: object });
  return { http: { ...http, ...set.http } };
}
