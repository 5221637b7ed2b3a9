import { changed } from './changed.js';
import { document, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

const ATTRIBUTES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'SubscriptionRoleArn',
];

/** AWS::SNS::Subscription. Ref is the ARN. Subscribing twice gives the same subscription. */
export const snsSubscription: ResourceType = {
  type: 'AWS::SNS::Subscription',
  properties: ATTRIBUTES,
  createOnly: ['Endpoint', 'Protocol', 'TopicArn'],
  required: ['Protocol', 'TopicArn'],
  attributes: ['Arn'],
  async create(request) {
    const { properties } = request;
    const reply = await request.call('sns', 'Subscribe', {
      TopicArn: text(properties.TopicArn),
      Protocol: text(properties.Protocol),
      Endpoint: text(properties.Endpoint),
      Attributes: attributes(request, (name) => properties[name] !== undefined),
      ReturnSubscriptionArn: true,
    });
    return reply.SubscriptionArn;
  },
  async read(request) {
    return { Arn: request.physicalId };
  },
  async update(request) {
    const set = attributes(request, (name) => changed(request, name));
    for (const [AttributeName, AttributeValue] of Object.entries(set)) {
      await request.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn: request.physicalId,
        AttributeName,
        AttributeValue,
      });
    }
  },
  async remove(request) {
    await request.call('sns', 'Unsubscribe', { SubscriptionArn: request.physicalId });
  },
};

function attributes(request: ResourceRequest, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    ATTRIBUTES.filter(wanted).map((name) => {
      const value = request.properties[name];
      return [name, typeof value === 'object' ? (document(value) ?? '') : (text(value) ?? '')];
    }),
  );
}
