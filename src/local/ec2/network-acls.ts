import type { Action } from '../service.js';
import { describe } from './describe.js';
import type { Subnet, Vpc } from './resources.js';
import { type Ec2Store, newId } from './store.js';

/** DescribeNetworkAcls: the default ACL of each VPC, which allows everything. */
export function networkAclActions(store: Ec2Store): Record<string, Action> {
  return { DescribeNetworkAcls: describe(store, 'networkAcl', (acl) => acl) };
}

/** The ACL that comes with a VPC. */
export function makeDefaultAcl(store: Ec2Store, vpc: Vpc): void {
  const entry = (egress: boolean, action: 'allow' | 'deny', number: number) => ({
    CidrBlock: '0.0.0.0/0',
    Egress: egress,
    Protocol: '-1',
    RuleAction: action,
    RuleNumber: number,
  });
  store.add('networkAcl', {
    NetworkAclId: newId('acl'),
    VpcId: vpc.VpcId,
    OwnerId: store.cloud.accountId,
    IsDefault: true,
    // 32767 is the rule that EC2 shows as '*'.
    Entries: [
      entry(true, 'allow', 100),
      entry(true, 'deny', 32767),
      entry(false, 'allow', 100),
      entry(false, 'deny', 32767),
    ],
    Associations: [],
    Tags: [],
  });
}

/** Puts a new subnet under its VPC's default ACL. */
export function associateDefaultAcl(store: Ec2Store, subnet: Subnet): void {
  const acl = store.all('networkAcl').find(({ VpcId }) => VpcId === subnet.VpcId);
  acl?.Associations.push({
    NetworkAclAssociationId: newId('aclassoc'),
    NetworkAclId: acl.NetworkAclId,
    SubnetId: subnet.SubnetId,
  });
}

export function dissociateAcl(store: Ec2Store, subnet: Subnet): void {
  for (const acl of store.all('networkAcl'))
    acl.Associations = acl.Associations.filter(({ SubnetId }) => SubnetId !== subnet.SubnetId);
}
