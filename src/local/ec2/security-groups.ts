import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { describe, page } from './describe.js';
import { permissionsOf } from './permissions.js';
import type { SecurityGroup, SecurityGroupRule, Vpc } from './resources.js';
import { type Ec2Store, newId, type Tag, tagsOf } from './store.js';

/** CreateSecurityGroup, DescribeSecurityGroups, GetSecurityGroupsForVpc, DeleteSecurityGroup. */
export function securityGroupActions(store: Ec2Store): Record<string, Action> {
  const byId = describe(store, 'securityGroup', (group) => ({
    ...group,
    IpPermissions: permissionsOf(rulesOf(store, group, false)),
    IpPermissionsEgress: permissionsOf(rulesOf(store, group, true)),
  }));
  return {
    CreateSecurityGroup(input) {
      const vpc = input.VpcId
        ? store.get('vpc', input.VpcId)
        : store.all('vpc').find((candidate) => candidate.IsDefault);
      if (!vpc) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
      checkName(store, vpc, input.GroupName);
      const tags = tagsOf(input, 'security-group');
      const group = makeSecurityGroup(store, vpc, {
        name: input.GroupName,
        description: input.Description,
        tags,
      });
      store.save();
      return {
        GroupId: group.GroupId,
        SecurityGroupArn: group.SecurityGroupArn,
        Tags: tags.length ? tags : undefined,
      };
    },
    DescribeSecurityGroups(input, context) {
      const named: string[] = input.GroupNames ?? [];
      const ids = named.map((name) => groupByName(store, name).GroupId);
      return byId({ ...input, GroupIds: [...(input.GroupIds ?? []), ...ids] }, context);
    },
    GetSecurityGroupsForVpc(input) {
      const vpc = store.get('vpc', input.VpcId);
      const groups = store.all('securityGroup').filter(({ VpcId }) => VpcId === vpc.VpcId);
      const { items, NextToken } = page(groups, input);
      const shown = items.map(({ Description, GroupId, GroupName, OwnerId, VpcId, Tags }) => ({
        ...{ Description, GroupId, GroupName, OwnerId, Tags },
        PrimaryVpcId: VpcId,
      }));
      return { SecurityGroupForVpcs: shown, NextToken };
    },
    DeleteSecurityGroup(input) {
      const group = input.GroupId
        ? store.get('securityGroup', input.GroupId)
        : groupByName(store, input.GroupName);
      if (group.GroupName === 'default')
        throw new AwsError(
          'CannotDelete',
          `the specified group: "${group.GroupId}" name: "default" cannot be deleted by a user`,
        );
      const referenced = store
        .all('securityGroupRule')
        .some(
          (rule) => rule.ReferencedGroupInfo?.GroupId === group.GroupId && rule.GroupId !== group.GroupId,
        );
      const used = store
        .all('vpcEndpoint')
        .some((endpoint) => endpoint.groupIds.includes(group.GroupId) && endpoint.deleting === undefined);
      if (referenced || used)
        throw new AwsError('DependencyViolation', `resource ${group.GroupId} has a dependent object`);
      for (const egress of [true, false])
        for (const rule of rulesOf(store, group, egress)) store.remove('securityGroupRule', rule);
      store.remove('securityGroup', group);
      store.save();
      return { Return: true, GroupId: group.GroupId };
    },
  };
}

/** A group with the rules that EC2 begins with: everything out; into `default` everything from its own members. */
export function makeSecurityGroup(
  store: Ec2Store,
  vpc: Vpc,
  options: { name: string; description: string; tags: Tag[] },
): SecurityGroup {
  const { accountId, region } = store.cloud;
  const id = newId('sg');
  const group = store.add('securityGroup', {
    GroupId: id,
    GroupName: options.name,
    Description: options.description,
    VpcId: vpc.VpcId,
    OwnerId: accountId,
    SecurityGroupArn: `arn:aws:ec2:${region}:${accountId}:security-group/${id}`,
    Tags: options.tags,
  });
  const all = { IpProtocol: '-1', FromPort: -1, ToPort: -1 };
  addRule(store, group, { ...all, IsEgress: true, CidrIpv4: '0.0.0.0/0' });
  if (options.name === 'default')
    addRule(store, group, {
      ...all,
      IsEgress: false,
      ReferencedGroupInfo: { GroupId: id, UserId: accountId },
    });
  return group;
}

/** Adds one rule, with an id of its own. */
export function addRule(
  store: Ec2Store,
  group: SecurityGroup,
  rule: Omit<
    SecurityGroupRule,
    'SecurityGroupRuleId' | 'SecurityGroupRuleArn' | 'GroupId' | 'GroupOwnerId' | 'Tags'
  >,
  tags: Tag[] = [],
): SecurityGroupRule {
  const { accountId, region } = store.cloud;
  const id = newId('sgr');
  return store.add('securityGroupRule', {
    SecurityGroupRuleId: id,
    SecurityGroupRuleArn: `arn:aws:ec2:${region}:${accountId}:security-group-rule/${id}`,
    GroupId: group.GroupId,
    GroupOwnerId: accountId,
    ...rule,
    Tags: tags,
  });
}

/** The rules of one direction. */
export function rulesOf(store: Ec2Store, group: SecurityGroup, egress: boolean): SecurityGroupRule[] {
  return store
    .all('securityGroupRule')
    .filter((rule) => rule.GroupId === group.GroupId && rule.IsEgress === egress);
}

/** A group of the default VPC by name. @throws AwsError InvalidGroup.NotFound */
export function groupByName(store: Ec2Store, name: string): SecurityGroup {
  const vpc = store.all('vpc').find((candidate) => candidate.IsDefault);
  const group = store
    .all('securityGroup')
    .find((candidate) => candidate.GroupName === name && candidate.VpcId === vpc?.VpcId);
  if (!group)
    throw new AwsError(
      'InvalidGroup.NotFound',
      `The security group '${name}' does not exist in default VPC '${vpc?.VpcId ?? ''}'`,
    );
  return group;
}

function checkName(store: Ec2Store, vpc: Vpc, name: string): void {
  if (name.length > 255 || /^sg-/.test(name))
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
    );
  const same = (group: SecurityGroup) => group.VpcId === vpc.VpcId && group.GroupName === name;
  if (store.all('securityGroup').some(same))
    throw new AwsError(
      'InvalidGroup.Duplicate',
      `The security group '${name}' already exists for VPC '${vpc.VpcId}'`,
    );
}
