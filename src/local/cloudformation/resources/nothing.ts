import type { ResourceType } from './type.js';

/** AWS::CDK::Metadata: what the CDK tells AWS of itself. Nothing is made and nothing is sent. */
export const cdkMetadata: ResourceType = {
  type: 'AWS::CDK::Metadata',
  properties: ['Analytics', 'Modules'],
  createOnly: [],
  async create(request) {
    return request.name;
  },
  async update() {},
  async remove() {},
};

/** AWS::CloudFormation::WaitConditionHandle: only a URL that nobody waits at (there is no WaitCondition here). */
export const waitConditionHandle: ResourceType = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: [],
  createOnly: [],
  async create(request) {
    const stack = encodeURIComponent(request.stackId);
    return `https://cloudformation-waitcondition-${request.region}.s3.amazonaws.com/${stack}/${request.name}`;
  },
  async remove() {},
};
