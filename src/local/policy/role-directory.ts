import type { PolicyDocument } from './policy-document.js';

/** What is attached to a role, parsed. */
export interface RolePolicies {
  /** `AROA…` */
  id: string;
  arn: string;
  tags: readonly { Key: string; Value: string }[];
  /** Inline policies and attached managed ones. */
  identity: readonly PolicyDocument[];
  boundary: PolicyDocument | undefined;
}

/** IAM's roles as the check of each call needs them. */
export interface RoleDirectory {
  /** The same object until anything about roles or policies changes; undefined for a role that is gone. */
  role(arn: string): RolePolicies | undefined;
  /** A managed policy's version in force. */
  managedPolicy(arn: string): PolicyDocument | undefined;
}
