import { sameJson } from '../template/json.js';
import { ipPermission } from './ec2-permissions.js';
import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import { given, objects, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::SecurityGroup. Ref is the id. */
export const ec2SecurityGroup: ResourceType = {
  type: 'AWS::EC2::SecurityGroup',
  properties: ['SecurityGroupEgress', 'SecurityGroupIngress', 'Tags'],
  createOnly: ['GroupDescription', 'GroupName', 'VpcId'],
  required: ['GroupDescription'],
  name: { property: 'GroupName', maximum: 255, identifies: false },
  attributes: ['GroupId', 'Id', 'VpcId'],
  async create(request) {
    const { GroupId } = await request.call('ec2', 'CreateSecurityGroup', {
      GroupName: request.name,
      Description: text(request.properties.GroupDescription),
      ...given({ VpcId: text(request.properties.VpcId) }),
      ...tagSpecifications(request, 'security-group'),
    });
    return GroupId;
  },
  find: (request) => findByTags(request, 'DescribeSecurityGroups', 'SecurityGroups', 'GroupId'),
  async configure(request) {
    await set(request, 'ingress', []);
    if (objects(request.properties.SecurityGroupEgress).length === 0) return;
    // Rules of the template's own take the place of 'all traffic may leave'.
    await set(request, 'egress', []);
    await revoke(request, 'egress', [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]);
  },
  async read(request) {
    const { SecurityGroups } = await request.call('ec2', 'DescribeSecurityGroups', {
      GroupIds: [request.physicalId],
    });
    return given({ GroupId: request.physicalId, Id: request.physicalId, VpcId: SecurityGroups[0].VpcId });
  },
  async update(request) {
    await set(request, 'ingress', objects(request.previous.SecurityGroupIngress));
    await set(request, 'egress', objects(request.previous.SecurityGroupEgress));
    await updateTags(request);
  },
  async remove(request) {
    await request.call('ec2', 'DeleteSecurityGroup', { GroupId: request.physicalId });
  },
};

type Direction = 'ingress' | 'egress';
const PROPERTY = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;

/** Adds the rules that are new and takes away those that the template no longer has. */
async function set(
  request: ResourceRequest,
  direction: Direction,
  before: ReturnType<typeof objects>,
): Promise<void> {
  const wanted = objects(request.properties[PROPERTY[direction]]);
  const action = direction === 'ingress' ? 'AuthorizeSecurityGroupIngress' : 'AuthorizeSecurityGroupEgress';
  for (const rule of wanted.filter((one) => !before.some((old) => sameJson(old, one)))) {
    await tolerating(
      'InvalidPermission.Duplicate',
      request.call('ec2', action, {
        GroupId: request.physicalId,
        IpPermissions: [ipPermission(rule, direction)],
      }),
    );
  }
  await revoke(
    request,
    direction,
    before.filter((old) => !wanted.some((one) => sameJson(old, one))),
  );
}

async function revoke(
  request: ResourceRequest,
  direction: Direction,
  rules: ReturnType<typeof objects>,
): Promise<void> {
  const wanted = objects(request.properties[PROPERTY[direction]]);
  const action = direction === 'ingress' ? 'RevokeSecurityGroupIngress' : 'RevokeSecurityGroupEgress';
  for (const rule of rules) {
    // A rule that differs only in its description is the same rule to EC2, and is kept.
    const bare = ({ Description: _text, ...rest }: (typeof rules)[number]) => rest;
    if (wanted.some((one) => sameJson(bare(one), bare(rule)))) continue;
    await tolerating(
      'InvalidPermission.NotFound',
      request.call('ec2', action, {
        GroupId: request.physicalId,
        IpPermissions: [ipPermission(bare(rule), direction)],
      }),
    );
  }
}

/** After a kill the same rule may be there, or gone, already. */
async function tolerating(code: string, reply: Promise<unknown>): Promise<void> {
  try {
    await reply;
  } catch (error) {
    if ((error as { code?: string }).code !== code) throw error;
  }
}
