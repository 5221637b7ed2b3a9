import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { AwsError } from '../protocol/errors.js';

export interface Topic {
  arn: string;
  name: string;
  /** What was set, by AWS's attribute names. */
  attributes: Record<string, string>;
  tags: { Key: string; Value: string }[];
  /** Subscriptions that were taken back, for SubscriptionsDeleted. */
  deletedSubscriptions: number;
}

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
  /** Until it is confirmed: the token that the confirmation asks for. */
  token?: string;
  /** ARN of whoever subscribed. */
  principal: string;
  attributes: Record<string, string>;
}

/** Topics and subscriptions on disk. */
export class SnsStore {
  readonly cloud: Cloud;
  private readonly topicDocument: DurableDocument<{ topics: Topic[] }>;
  private readonly subscriptionDocument: DurableDocument<{ subscriptions: Subscription[] }>;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.topicDocument = cloud.document('sns/topics', { topics: [] });
    this.subscriptionDocument = cloud.document('sns/subscriptions', { subscriptions: [] });
  }

  get topics(): Topic[] {
    return this.topicDocument.value.topics;
  }

  set topics(topics: Topic[]) {
    this.topicDocument.value.topics = topics;
  }

  get subscriptions(): Subscription[] {
    return this.subscriptionDocument.value.subscriptions;
  }

  set subscriptions(subscriptions: Subscription[]) {
    this.subscriptionDocument.value.subscriptions = subscriptions;
  }

  saveTopics(): void {
    this.topicDocument.save();
  }

  saveSubscriptions(): void {
    this.subscriptionDocument.save();
  }

  topicArn(name: string): string {
    return `arn:aws:sns:${this.cloud.region}:${this.cloud.accountId}:${name}`;
  }

  /** @throws AwsError InvalidParameterException, NotFoundException. Source: recorded `test_publish_wrong_arn_format`. */
  topic(arn: string | undefined, member = 'TopicArn'): Topic {
    checkArn(member, arn ?? '');
    if (arn?.split(':')[3] !== this.cloud.region) throw invalidParameter(member);
    const topic = this.topics.find((candidate) => candidate.arn === arn);
    if (!topic) throw notFound('Topic does not exist');
    return topic;
  }

  subscriptionsOf(topic: Topic): Subscription[] {
    return this.subscriptions.filter(({ topicArn }) => topicArn === topic.arn);
  }
}

/** @throws AwsError InvalidParameterException `… An ARN must have at least 6 elements, not 1` */
export function checkArn(member: string, arn: string): void {
  const elements = arn.split(':').length;
  if (elements < 6)
    throw invalidParameter(`${member} Reason: An ARN must have at least 6 elements, not ${elements}`);
}

/** @param what follows `Invalid parameter: ` */
export function invalidParameter(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message);
}

/** A page of a hundred. */
export function page<T>(items: readonly T[], token: string | undefined): { items: T[]; NextToken?: string } {
  const from = token ? Number(Buffer.from(token, 'base64url').toString()) : 0;
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('NextToken');
  const to = from + 100;
  return {
    items: items.slice(from, to),
    ...(to < items.length && { NextToken: Buffer.from(String(to)).toString('base64url') }),
  };
}
