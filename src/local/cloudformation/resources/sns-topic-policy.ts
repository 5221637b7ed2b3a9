import { unlessAbsent } from './absent.js';
import { document, texts } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::SNS::TopicPolicy: the access policy of one or more topics. */
export const snsTopicPolicy: ResourceType = {
  type: 'AWS::SNS::TopicPolicy',
  properties: ['PolicyDocument', 'Topics'],
  createOnly: [],
  required: ['PolicyDocument', 'Topics'],
  attributes: ['Id'],
  async create(request) {
    await put(request);
    return request.name;
  },
  // Putting it again changes nothing, so after a kill it is simply put again.
  async read(request) {
    return { Id: request.physicalId };
  },
  async update(request) {
    await put(request);
    const topics = texts(request.properties.Topics) ?? [];
    await reset(
      request,
      (texts(request.previous.Topics) ?? []).filter((topic) => !topics.includes(topic)),
    );
  },
  async remove(request) {
    await reset(request, texts(request.properties.Topics) ?? []);
  },
};

async function put({ properties, call }: ResourceRequest): Promise<void> {
  for (const TopicArn of texts(properties.Topics) ?? []) {
    await call('sns', 'SetTopicAttributes', {
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: document(properties.PolicyDocument),
    });
  }
}

/** A topic without a policy of its own goes back to SNS's default, which lets its owner do everything. */
async function reset(request: ResourceRequest, topics: string[]): Promise<void> {
  for (const TopicArn of topics) {
    const policy = {
      Version: '2008-10-17',
      Id: '__default_policy_ID',
      Statement: [
        {
          Sid: '__default_statement_ID',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: [
            'SNS:GetTopicAttributes',
            'SNS:SetTopicAttributes',
            'SNS:AddPermission',
            'SNS:RemovePermission',
            'SNS:DeleteTopic',
            'SNS:Subscribe',
            'SNS:ListSubscriptionsByTopic',
            'SNS:Publish',
          ],
          Resource: TopicArn,
          Condition: { StringEquals: { 'AWS:SourceOwner': request.accountId } },
        },
      ],
    };
    const AttributeValue = JSON.stringify(policy);
    await unlessAbsent(
      request.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue }),
    );
  }
}
