import { defaultTopicPolicy } from '../../policy/default-topic-policy.js';
import { attachedPolicy } from './attached-policy.js';
import { document } from './property-values.js';
import type { ResourceRequest } from './type.js';

/** AWS::SNS::TopicPolicy: the access policy of one or more topics; taken away, SNS's default stands again. */
export const snsTopicPolicy = attachedPolicy({
  type: 'AWS::SNS::TopicPolicy',
  carriers: 'Topics',
  properties: ['PolicyDocument'],
  put: (request, topic) => set(request, topic, document(request.properties.PolicyDocument)),
  take: (request, topic) => set(request, topic, JSON.stringify(defaultTopicPolicy(topic, request.accountId))),
});

function set({ call }: ResourceRequest, TopicArn: string, AttributeValue: string | undefined) {
  return call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
}
