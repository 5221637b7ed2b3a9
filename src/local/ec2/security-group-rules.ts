import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { describe } from './describe.js';
import { type IpPermission, type RuleFields, rulesFrom, ruleWords, sameRule } from './permissions.js';
import type { SecurityGroup, SecurityGroupRule } from './resources.js';
import { addRule, groupByName, rulesOf } from './security-groups.js';
import { type Ec2Store, type Tag, tagsOf } from './store.js';

interface RuleInput {
  GroupId?: string;
  GroupName?: string;
  IpPermissions?: IpPermission[];
  IpProtocol?: string;
  FromPort?: number;
  ToPort?: number;
  CidrIp?: string;
  SecurityGroupRuleIds?: string[];
  TagSpecifications?: { ResourceType?: string; Tags?: Tag[] }[];
}

/** Authorize-, Revoke- and DescribeSecurityGroupRules, in and out. */
export function securityGroupRuleActions(store: Ec2Store): Record<string, Action> {
  return {
    AuthorizeSecurityGroupIngress(input) {
      return authorize(store, input, false);
    },
    AuthorizeSecurityGroupEgress(input) {
      return authorize(store, input, true);
    },
    RevokeSecurityGroupIngress(input) {
      return revoke(store, input, false);
    },
    RevokeSecurityGroupEgress(input) {
      return revoke(store, input, true);
    },
    DescribeSecurityGroupRules: describe(store, 'securityGroupRule', (rule) => rule, ['GroupId']),
  };
}

function authorize(store: Ec2Store, input: RuleInput, egress: boolean): object {
  const group = groupOf(store, input);
  const wanted = rulesFrom(permissionsIn(input), store.cloud.accountId);
  if (!wanted.length)
    throw new AwsError('MissingParameter', 'The request must contain the parameter ipPermissions');
  const existing = rulesOf(store, group, egress);
  for (const rule of wanted) {
    if (rule.ReferencedGroupInfo) store.get('securityGroup', rule.ReferencedGroupInfo.GroupId);
    if (existing.some((other) => sameRule(other, rule)))
      throw new AwsError(
        'InvalidPermission.Duplicate',
        `the specified rule "${ruleWords(rule)}" already exists`,
      );
  }
  const tags = tagsOf(input, 'security-group-rule');
  const added = wanted.map((rule) => addRule(store, group, { ...rule, IsEgress: egress }, tags));
  store.save();
  return { Return: true, SecurityGroupRules: added };
}

function revoke(store: Ec2Store, input: RuleInput, egress: boolean): object {
  const group = groupOf(store, input);
  const existing = rulesOf(store, group, egress);
  const going: SecurityGroupRule[] = input.SecurityGroupRuleIds?.length
    ? input.SecurityGroupRuleIds.map((id) => store.get('securityGroupRule', id))
    : rulesFrom(permissionsIn(input), store.cloud.accountId).map((rule) => matching(existing, rule));
  for (const rule of going) store.remove('securityGroupRule', rule);
  store.save();
  return { Return: true, RevokedSecurityGroupRules: going.map(revokedShape) };
}

function matching(existing: readonly SecurityGroupRule[], rule: RuleFields): SecurityGroupRule {
  const found = existing.find((candidate) => sameRule(candidate, rule));
  if (!found)
    throw new AwsError(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    );
  return found;
}

function revokedShape(rule: SecurityGroupRule): object {
  const { SecurityGroupRuleId, GroupId, IsEgress, IpProtocol, FromPort, ToPort } = rule;
  return {
    ...{ SecurityGroupRuleId, GroupId, IsEgress, IpProtocol, FromPort, ToPort },
    ...{ CidrIpv4: rule.CidrIpv4, CidrIpv6: rule.CidrIpv6, PrefixListId: rule.PrefixListId },
    ReferencedGroupId: rule.ReferencedGroupInfo?.GroupId,
    Description: rule.Description,
  };
}

function groupOf(store: Ec2Store, input: RuleInput): SecurityGroup {
  return input.GroupName && !input.GroupId
    ? groupByName(store, input.GroupName)
    : store.get('securityGroup', input.GroupId);
}

/** The call's older form has one permission in members of its own. */
function permissionsIn(input: RuleInput): IpPermission[] {
  if (input.IpPermissions?.length) return input.IpPermissions;
  if (!input.IpProtocol) return [];
  const { IpProtocol, FromPort, ToPort, CidrIp } = input;
  return [
    {
      IpProtocol,
      ...(FromPort !== undefined && { FromPort }),
      ...(ToPort !== undefined && { ToPort }),
      ...(CidrIp !== undefined && { IpRanges: [{ CidrIp }] }),
    },
  ];
}
