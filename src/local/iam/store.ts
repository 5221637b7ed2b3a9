import { randomInt } from 'node:crypto';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { type PolicyDocument, parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import { awsManagedPolicy } from './aws-managed.js';

export interface Tag {
  Key: string;
  Value: string;
}

export interface Role {
  name: string;
  path: string;
  id: string;
  arn: string;
  /** epoch ms */
  created: number;
  /** The trust policy as it was given. */
  trust: string;
  description?: string;
  /** seconds */
  maxSession: number;
  /** ARN of the permissions boundary. */
  boundary?: string;
  tags: Tag[];
  /** Inline policies by name, as they were given. */
  inline: Record<string, string>;
  /** ARNs of attached managed policies, in order of attachment. */
  attached: string[];
}

export interface ManagedPolicy {
  name: string;
  path: string;
  id: string;
  arn: string;
  description?: string;
  /** epoch ms */
  created: number;
  updated: number;
  defaultVersion: string;
  nextVersion: number;
  versions: { id: string; document: string; created: number }[];
  tags: Tag[];
}

/** Roles and managed policies of the account, on disk. Names are unique without regard to case, as in IAM. */
export class IamStore {
  readonly cloud: Cloud;
  private readonly rolesDocument: DurableDocument<{ created: number; roles: Role[] }>;
  private readonly policiesDocument: DurableDocument<{ policies: ManagedPolicy[] }>;
  /** Grows with each change: what was read before an older one is out of date. */
  revision = 0;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.rolesDocument = cloud.document('iam/roles', { created: Date.now(), roles: [] });
    this.policiesDocument = cloud.document('iam/policies', { policies: [] });
  }

  get roles(): Role[] {
    return this.rolesDocument.value.roles;
  }

  get policies(): ManagedPolicy[] {
    return this.policiesDocument.value.policies;
  }

  /** epoch ms of the account's beginning. */
  get accountCreated(): number {
    return this.rolesDocument.value.created;
  }

  saveRoles(): void {
    this.revision += 1;
    this.rolesDocument.save();
  }

  savePolicies(): void {
    this.revision += 1;
    this.policiesDocument.save();
  }

  findRole(name: string): Role | undefined {
    const wanted = name.toLowerCase();
    return this.roles.find((role) => role.name.toLowerCase() === wanted);
  }

  /** @throws AwsError NoSuchEntityException */
  role(name: string): Role {
    const role = this.findRole(name);
    if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return role;
  }

  /**
   * A role that a caller may change.
   * @throws AwsError NoSuchEntityException; UnmodifiableEntityException for a service-linked role
   */
  ownRole(name: string): Role {
    const role = this.role(name);
    if (role.path.startsWith('/aws-service-role/'))
      throw new AwsError(
        'UnmodifiableEntityException',
        `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
      );
    return role;
  }

  /** A customer's or AWS's managed policy; `undefined` when there is none. */
  findPolicy(arn: string): ManagedPolicy | undefined {
    return this.policies.find((policy) => policy.arn === arn) ?? awsManagedPolicy(arn);
  }

  /** How many roles a managed policy is attached to, and how many have it as boundary. */
  uses(arn: string): { attachments: number; boundaries: number } {
    return {
      attachments: this.roles.filter((role) => role.attached.includes(arn)).length,
      boundaries: this.roles.filter((role) => role.boundary === arn).length,
    };
  }

  /** The documents that say what a role may do. */
  policiesOf(role: Role): { id: string; type: string; text: string }[] {
    const inline = Object.entries(role.inline).map(([name, text]) => ({
      id: `role_${role.name}_${name}`,
      type: 'IAM Policy',
      text,
    }));
    const attached = role.attached.flatMap((arn) => {
      const policy = this.findPolicy(arn);
      return policy ? [{ id: policy.name, type: 'IAM Policy', text: defaultDocument(policy) }] : [];
    });
    return [...inline, ...attached];
  }

  /** The permissions boundary of a role. */
  boundaryOf(role: Role): PolicyDocument | undefined {
    const policy = role.boundary === undefined ? undefined : this.findPolicy(role.boundary);
    return policy && parsePolicy(defaultDocument(policy), 'identity');
  }
}

/** The text of the version in force. */
export function defaultDocument(policy: ManagedPolicy): string {
  return policy.versions.find((version) => version.id === policy.defaultVersion)?.document ?? '';
}

/** A unique id as IAM makes them: `AROA` for a role, `ANPA` for a managed policy, then 17 characters. */
export function uniqueId(prefix: 'AROA' | 'ANPA'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from({ length: 17 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntityException', message);
}
