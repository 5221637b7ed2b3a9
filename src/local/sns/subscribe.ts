import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { Outbox } from './outbox.js';
import { invalidParameter, type SnsStore, type Subscription } from './store.js';
import {
  checkSubscriptionAttribute,
  needsConfirmation,
  shownSubscription,
} from './subscription-attributes.js';

const protocols = [
  ...['email', 'email-json', 'http', 'https', 'lambda', 'sqs', 'sms', 'firehose', 'application'],
];

/** Subscribe and ConfirmSubscription. */
export function subscribeActions(store: SnsStore, outbox: Outbox): Record<string, Action> {
  return {
    Subscribe(input, { caller }) {
      const topic = store.topic(input.TopicArn);
      const endpoint: string = input.Endpoint ?? '';
      checkEndpoint(input.Protocol, endpoint);
      const attributes: Record<string, string> = input.Attributes ?? {};
      for (const [name, value] of Object.entries(attributes))
        checkSubscriptionAttribute(name, value, 'Attributes Reason: ');
      const existing = store
        .subscriptionsOf(topic)
        .find((other) => other.protocol === input.Protocol && other.endpoint === endpoint);
      if (existing) {
        checkSame(existing, attributes, store.cloud.accountId);
        return { SubscriptionArn: shownArn(existing, input.ReturnSubscriptionArn) };
      }
      const subscription: Subscription = {
        arn: `${topic.arn}:${randomUUID()}`,
        topicArn: topic.arn,
        protocol: input.Protocol,
        endpoint,
        ...(needsConfirmation(input.Protocol) && { token: randomBytes(96).toString('hex') }),
        principal: caller.arn,
        attributes,
      };
      store.subscriptions.push(subscription);
      store.saveSubscriptions();
      if (subscription.token) askForConfirmation(outbox, subscription, subscription.token);
      return { SubscriptionArn: shownArn(subscription, input.ReturnSubscriptionArn) };
    },
    ConfirmSubscription(input) {
      const topicArn: string = input.TopicArn;
      // Tokens are 192 hexadecimal digits; AWS has other words for one that can't be one at all.
      if (!/^[0-9a-f]{192}$/.test(input.Token))
        throw new AwsError('InvalidParameterException', 'Invalid token');
      const subscription = store.subscriptions.find((candidate) => candidate.token === input.Token);
      if (!subscription || subscription.topicArn !== topicArn) throw invalidParameter('Token');
      delete subscription.token;
      store.saveSubscriptions();
      return { SubscriptionArn: subscription.arn };
    },
  };
}

/** A pending subscription shows no ARN unless asked to. */
function shownArn({ arn, token }: Subscription, always: boolean | undefined): string {
  return token !== undefined && !always ? 'pending confirmation' : arn;
}

function askForConfirmation(outbox: Outbox, subscription: Subscription, token: string): void {
  outbox.append({
    time: new Date().toISOString(),
    type: 'SubscriptionConfirmation',
    messageId: randomUUID(),
    topicArn: subscription.topicArn,
    message: `You have chosen to subscribe to the topic ${subscription.topicArn}. To confirm: aws sns confirm-subscription --topic-arn ${subscription.topicArn} --token ${token}`,
    token,
    recipients: [
      {
        protocol: subscription.protocol,
        endpoint: subscription.endpoint,
        subscriptionArn: subscription.arn,
      },
    ],
  });
}

/** @throws AwsError InvalidParameterException. Source: recorded `test_subscribe_…`. */
function checkEndpoint(protocol: string, endpoint: string): void {
  if (!protocols.includes(protocol))
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (protocol === 'sms' && !/^\+?\d[\d-]{3,18}\d$/.test(endpoint.replace(/--/g, 'x')))
    throw new AwsError('InvalidParameterException', `Invalid SMS endpoint: ${endpoint}`);
  if (protocol === 'sqs' && !/^arn:[^:]+:sqs:[^:]+:\d{12}:.+$/.test(endpoint))
    throw invalidParameter('SQS endpoint ARN');
  if (protocol === 'lambda' && !/^arn:[^:]+:lambda:[^:]+:\d{12}:function:.+$/.test(endpoint))
    throw invalidParameter('Lambda endpoint ARN');
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint))
    throw invalidParameter('Email address');
  if (/^https?$/.test(protocol) && !endpoint.startsWith(`${protocol}://`))
    throw invalidParameter('Endpoint must match the specified protocol');
}

/** Source: recorded `test_subscribe_idempotency`: attributes that are named must be the same. */
function checkSame(existing: Subscription, attributes: Record<string, string>, owner: string): void {
  const shown = shownSubscription(existing, owner);
  if (Object.entries(attributes).some(([name, value]) => shown[name] !== value))
    throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
}
