import type { JsonObject } from '../template/json.js';
import { given, number, text } from './property-values.js';

/** One rule of a security group, in the members of EC2's IpPermission. */
export function ipPermission(rule: JsonObject, direction: 'ingress' | 'egress'): object {
  const Description = text(rule.Description);
  const group = text(direction === 'ingress' ? rule.SourceSecurityGroupId : rule.DestinationSecurityGroupId);
  const prefix = text(direction === 'ingress' ? rule.SourcePrefixListId : rule.DestinationPrefixListId);
  const owner = text(rule.SourceSecurityGroupOwnerId);
  const v4 = text(rule.CidrIp);
  const v6 = text(rule.CidrIpv6);
  return given({
    IpProtocol: text(rule.IpProtocol),
    FromPort: number(rule.FromPort),
    ToPort: number(rule.ToPort),
    IpRanges: v4 === undefined ? undefined : [given({ CidrIp: v4, Description })],
    Ipv6Ranges: v6 === undefined ? undefined : [given({ CidrIpv6: v6, Description })],
    PrefixListIds: prefix === undefined ? undefined : [given({ PrefixListId: prefix, Description })],
    UserIdGroupPairs:
      group === undefined ? undefined : [given({ GroupId: group, UserId: owner, Description })],
  });
}
