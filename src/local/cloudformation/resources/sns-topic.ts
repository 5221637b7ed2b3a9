import { alreadyExists, unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine, tagChanges } from './ownership.js';
import { flag, objects, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DisplayName',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
];

/** AWS::SNS::Topic. Ref is the ARN. */
export const snsTopic: ResourceType = {
  type: 'AWS::SNS::Topic',
  properties: [...ATTRIBUTES, 'Subscription', 'Tags'],
  createOnly: ['FifoTopic', 'TopicName'],
  name: { property: 'TopicName', maximum: 251, identifies: false },
  attributes: ['TopicArn', 'TopicName'],
  async create(request) {
    // SNS gives back a topic that is there; CloudFormation refuses to take one over.
    const TopicArn = arnOf(request);
    if (await unlessAbsent(request.call('sns', 'GetTopicAttributes', { TopicArn }))) {
      throw alreadyExists('AWS::SNS::Topic', TopicArn);
    }
    const Attributes = Object.fromEntries(
      ATTRIBUTES.filter((name) => request.properties[name] !== undefined).map((name) => [
        name,
        String(request.properties[name]),
      ]),
    );
    const reply = await request.call('sns', 'CreateTopic', {
      Name: nameOf(request),
      Attributes: { ...Attributes, ...(flag(request.properties.FifoTopic) && { FifoTopic: 'true' }) },
      Tags: request.tags,
    });
    return reply.TopicArn;
  },
  async find(request) {
    const ResourceArn = arnOf(request);
    const reply = await unlessAbsent(request.call('sns', 'ListTagsForResource', { ResourceArn }));
    return reply && isMine(reply.Tags, request) ? ResourceArn : undefined;
  },
  configure: subscribe,
  async read(request) {
    const name = request.physicalId.slice(request.physicalId.lastIndexOf(':') + 1);
    return { TopicArn: request.physicalId, TopicName: name };
  },
  async update(request) {
    const TopicArn = request.physicalId;
    for (const AttributeName of ATTRIBUTES) {
      if (!changed(request, AttributeName)) continue;
      const AttributeValue = text(request.properties[AttributeName]) ?? '';
      await request.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    }
    if (changed(request, 'Subscription')) {
      await unsubscribe(request);
      await subscribe(request);
    }
    const { added, removed } = tagChanges(request);
    if (added.length > 0) await request.call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: added });
    if (removed.length > 0) {
      await request.call('sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: removed });
    }
  },
  async remove(request) {
    await request.call('sns', 'DeleteTopic', { TopicArn: request.physicalId });
  },
};

function nameOf(request: ResourceRequest): string {
  const own = request.properties.TopicName !== undefined;
  return flag(request.properties.FifoTopic) && !own ? `${request.name}.fifo` : request.name;
}

function arnOf(request: ResourceRequest): string {
  return `arn:aws:sns:${request.region}:${request.accountId}:${nameOf(request)}`;
}

async function subscribe(request: ResourceRequest): Promise<void> {
  for (const one of objects(request.properties.Subscription)) {
    await request.call('sns', 'Subscribe', {
      TopicArn: request.physicalId,
      Protocol: text(one.Protocol),
      Endpoint: text(one.Endpoint),
    });
  }
}

/** Takes away the subscriptions that the template no longer has. */
async function unsubscribe(request: ResourceRequest): Promise<void> {
  const wanted = objects(request.properties.Subscription).map(
    (one) => `${text(one.Protocol)} ${text(one.Endpoint)}`,
  );
  const gone = objects(request.previous.Subscription)
    .map((one) => `${text(one.Protocol)} ${text(one.Endpoint)}`)
    .filter((key) => !wanted.includes(key));
  const { Subscriptions } = await request.call('sns', 'ListSubscriptionsByTopic', {
    TopicArn: request.physicalId,
  });
  for (const one of (Subscriptions ?? []) as {
    Protocol: string;
    Endpoint: string;
    SubscriptionArn: string;
  }[]) {
    if (!gone.includes(`${one.Protocol} ${one.Endpoint}`) || !one.SubscriptionArn.startsWith('arn:'))
      continue;
    await request.call('sns', 'Unsubscribe', { SubscriptionArn: one.SubscriptionArn });
  }
}
