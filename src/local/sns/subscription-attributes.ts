import { invalidParameter, type Subscription } from './store.js';

const settable = new Set([
  ...['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'],
  ...['SubscriptionRoleArn', 'ReplayPolicy'],
]);

/**
 * @param at words before the attribute in an error, `Attributes Reason: ` from Subscribe
 * @throws AwsError InvalidParameterException. Source: recorded `test_validate_set_sub_attributes`.
 */
export function checkSubscriptionAttribute(name: string, value: string, at = ''): void {
  if (!settable.has(name)) throw invalidParameter('AttributeName');
  if (name === 'RawMessageDelivery' && !/^(true|false)$/i.test(value))
    throw invalidParameter(`${at}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  if (name === 'RedrivePolicy' || name === 'FilterPolicy') {
    let parsed: { deadLetterTargetArn?: string };
    try {
      parsed = JSON.parse(value);
    } catch {
      throw invalidParameter(`${at}${name}: failed to parse JSON.`);
    }
    if (name === 'RedrivePolicy' && !/^arn:[^:]+:sqs:/.test(parsed.deadLetterTargetArn ?? ''))
      throw invalidParameter(`${at}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  }
}

/** What GetSubscriptionAttributes shows. Source: recorded `test_subscribe_attributes`. */
export function shownSubscription(subscription: Subscription, owner: string): Record<string, string> {
  const isPending = subscription.token !== undefined;
  return {
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    Owner: owner,
    SubscriptionPrincipal: subscription.principal,
    PendingConfirmation: String(isPending),
    ConfirmationWasAuthenticated: String(!isPending && !needsConfirmation(subscription.protocol)),
    RawMessageDelivery: 'false',
    ...subscription.attributes,
  };
}

/** Protocols whose owner must say yes first. */
export function needsConfirmation(protocol: string): boolean {
  return ['email', 'email-json', 'http', 'https'].includes(protocol);
}
