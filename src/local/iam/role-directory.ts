import { type PolicyDocument, parsePolicy } from '../policy/policy-document.js';
import type { RoleDirectory, RolePolicies } from '../policy/role-directory.js';
import { defaultDocument, type IamStore } from './store.js';

/** The roles' policies, parsed once and kept until anything is changed. */
export class StoredRoles implements RoleDirectory {
  private readonly store: IamStore;
  private readonly roles = new Map<string, RolePolicies>();
  private readonly managed = new Map<string, PolicyDocument>();
  private revision = -1;

  constructor(store: IamStore) {
    this.store = store;
  }

  role(arn: string): RolePolicies | undefined {
    this.forgetChanged();
    let found = this.roles.get(arn);
    if (!found) {
      const role = this.store.findRole(arn.slice(arn.lastIndexOf('/') + 1));
      if (role?.arn !== arn) return undefined;
      found = {
        id: role.id,
        arn,
        tags: [...role.tags],
        identity: this.store.policiesOf(role).map(({ text }) => parsePolicy(text, 'identity')),
        boundary: this.store.boundaryOf(role),
      };
      this.roles.set(arn, found);
    }
    return found;
  }

  managedPolicy(arn: string): PolicyDocument | undefined {
    this.forgetChanged();
    const known = this.managed.get(arn);
    if (known) return known;
    const policy = this.store.findPolicy(arn);
    if (!policy) return undefined;
    const document = parsePolicy(defaultDocument(policy), 'identity');
    this.managed.set(arn, document);
    return document;
  }

  private forgetChanged(): void {
    if (this.revision === this.store.revision) return;
    this.revision = this.store.revision;
    this.roles.clear();
    this.managed.clear();
  }
}
