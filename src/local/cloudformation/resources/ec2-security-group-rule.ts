import { ipPermission } from './ec2-permissions.js';
import { text } from './property-values.js';
import type { ResourceType } from './type.js';

const COMMON = ['CidrIp', 'CidrIpv6', 'Description', 'FromPort', 'GroupId', 'IpProtocol', 'ToPort'];

/** AWS::EC2::SecurityGroupIngress. Ref is the rule's id; any change makes a new rule. */
export const ec2SecurityGroupIngress = ruleType('ingress', [
  ...COMMON,
  'SourcePrefixListId',
  'SourceSecurityGroupId',
  'SourceSecurityGroupOwnerId',
]);

/** AWS::EC2::SecurityGroupEgress. */
export const ec2SecurityGroupEgress = ruleType('egress', [
  ...COMMON,
  'DestinationPrefixListId',
  'DestinationSecurityGroupId',
]);

function ruleType(direction: 'ingress' | 'egress', members: string[]): ResourceType {
  const word = direction === 'ingress' ? 'Ingress' : 'Egress';
  return {
    type: `AWS::EC2::SecurityGroup${word}`,
    properties: members,
    createOnly: members,
    required: ['GroupId', 'IpProtocol'],
    attributes: ['Id'],
    async create(request) {
      const GroupId = text(request.properties.GroupId);
      const reply = await request.call('ec2', `AuthorizeSecurityGroup${word}`, {
        GroupId,
        IpPermissions: [ipPermission(request.properties, direction)],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: request.tags }],
      });
      return reply.SecurityGroupRules[0].SecurityGroupRuleId;
    },
    async find(request) {
      const reply = await request.call('ec2', 'DescribeSecurityGroupRules', {
        Filters: [
          { Name: 'group-id', Values: [text(request.properties.GroupId)] },
          { Name: 'tag:aws:cloudformation:stack-id', Values: [request.stackId] },
          { Name: 'tag:aws:cloudformation:logical-id', Values: [request.logicalId] },
        ],
      });
      const rules = (reply.SecurityGroupRules ?? []) as { SecurityGroupRuleId: string }[];
      return rules.map((rule) => rule.SecurityGroupRuleId).find((id) => id !== request.previousId);
    },
    async read(request) {
      return { Id: request.physicalId };
    },
    async remove(request) {
      await request.call('ec2', `RevokeSecurityGroup${word}`, {
        GroupId: text(request.properties.GroupId),
        SecurityGroupRuleIds: [request.physicalId],
      });
    },
  };
}
