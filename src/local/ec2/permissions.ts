import { AwsError } from '../protocol/errors.js';
import type { SecurityGroupRule } from './resources.js';

/** Rules that came by one permission: protocol and ports, and one peer each. */
export type RuleFields = Pick<
  SecurityGroupRule,
  | 'IpProtocol'
  | 'FromPort'
  | 'ToPort'
  | 'CidrIpv4'
  | 'CidrIpv6'
  | 'PrefixListId'
  | 'ReferencedGroupInfo'
  | 'Description'
>;

export interface IpPermission {
  IpProtocol?: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges?: { CidrIp?: string; Description?: string }[];
  Ipv6Ranges?: { CidrIpv6?: string; Description?: string }[];
  PrefixListIds?: { PrefixListId?: string; Description?: string }[];
  UserIdGroupPairs?: { GroupId?: string; UserId?: string; Description?: string }[];
}

/** Rules as EC2's older view shows them: grouped by protocol and ports; 'all' has no ports. */
export function permissionsOf(rules: readonly SecurityGroupRule[]): IpPermission[] {
  const groups = new Map<string, Required<Omit<IpPermission, 'FromPort' | 'ToPort'>> & IpPermission>();
  for (const rule of rules) {
    const key = `${rule.IpProtocol} ${rule.FromPort} ${rule.ToPort}`;
    const group = groups.get(key) ?? {
      IpProtocol: rule.IpProtocol,
      ...(rule.IpProtocol !== '-1' && { FromPort: rule.FromPort, ToPort: rule.ToPort }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    groups.set(key, group);
    const described = rule.Description === undefined ? {} : { Description: rule.Description };
    if (rule.CidrIpv4) group.IpRanges.push({ CidrIp: rule.CidrIpv4, ...described });
    if (rule.CidrIpv6) group.Ipv6Ranges.push({ CidrIpv6: rule.CidrIpv6, ...described });
    if (rule.PrefixListId) group.PrefixListIds.push({ PrefixListId: rule.PrefixListId, ...described });
    if (rule.ReferencedGroupInfo) group.UserIdGroupPairs.push({ ...rule.ReferencedGroupInfo, ...described });
  }
  return [...groups.values()];
}

/**
 * The rules that permissions ask for, one a peer.
 * @throws AwsError MissingParameter, InvalidParameterValue
 */
export function rulesFrom(permissions: readonly IpPermission[], accountId: string): RuleFields[] {
  return permissions.flatMap((permission) => {
    if (!permission.IpProtocol)
      throw new AwsError('MissingParameter', 'The request must contain the parameter ipProtocol');
    const base = { IpProtocol: protocolName(permission.IpProtocol), ...portsOf(permission) };
    const rules: RuleFields[] = [
      ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) =>
        peer(base, Description, { CidrIpv4: checkCidr(CidrIp) }),
      ),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) =>
        peer(base, Description, { CidrIpv6: CidrIpv6 ?? '' }),
      ),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) =>
        peer(base, Description, { PrefixListId: PrefixListId ?? '' }),
      ),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, UserId, Description }) =>
        peer(base, Description, {
          ReferencedGroupInfo: { GroupId: GroupId ?? '', UserId: UserId ?? accountId },
        }),
      ),
    ];
    return rules;
  });
}

/** Whether two rules allow the same (their descriptions aside). */
export function sameRule(a: RuleFields, b: RuleFields): boolean {
  return ruleWords(a) === ruleWords(b);
}

/** `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW`, as EC2 names a rule in an error. */
export function ruleWords(rule: RuleFields): string {
  const peerName =
    rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? '';
  if (rule.IpProtocol === '-1') return `peer: ${peerName}, ALL, ALLOW`;
  return `peer: ${peerName}, ${rule.IpProtocol.toUpperCase()}, from port: ${rule.FromPort}, to port: ${rule.ToPort}, ALLOW`;
}

function peer(
  base: Pick<RuleFields, 'IpProtocol' | 'FromPort' | 'ToPort'>,
  description: string | undefined,
  fields: Partial<RuleFields>,
): RuleFields {
  return { ...base, ...fields, ...(description !== undefined && { Description: description }) };
}

function protocolName(protocol: string): string {
  return (
    { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' }[protocol] ?? protocol.toLowerCase()
  );
}

function portsOf(permission: IpPermission): { FromPort: number; ToPort: number } {
  if (protocolName(permission.IpProtocol ?? '') === '-1') return { FromPort: -1, ToPort: -1 };
  const { FromPort: from = -1, ToPort: to = from } = permission;
  const isPort = ['tcp', 'udp'].includes(protocolName(permission.IpProtocol ?? ''));
  if (isPort && (from < 0 || to > 65535 || from > to))
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value for portRange. Must specify both from and to ports with TCP/UDP.`,
    );
  return { FromPort: from, ToPort: to };
}

function checkCidr(cidr: string | undefined): string {
  if (!cidr || !/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr))
    throw new AwsError('InvalidParameterValue', `CIDR block ${cidr ?? ''} is malformed`);
  return cidr;
}
