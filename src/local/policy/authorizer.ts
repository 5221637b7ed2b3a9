import type { Caller, Service } from '../service.js';
import { type AccessTable, type Need, needsOf, type Place } from './access-table.js';
import type { ConditionContext } from './conditions.js';
import { denial, notAuthorized, unallowed } from './denial.js';
import { evaluate } from './evaluate.js';
import { Grants, resourceDecision } from './grants.js';
import { type PolicyDocument, parsePolicy } from './policy-document.js';
import type { RoleDirectory, RolePolicies } from './role-directory.js';
import { type RoleSession, sessionContext } from './session-context.js';

const noTable: AccessTable = {};

/**
 * Asks the policies about every call that a role's session signs. The workshop's own user may do anything in its
 * account, and a service that signs as itself is AWS.
 */
export class Authorizer {
  private readonly place: Place;
  private readonly roles: () => RoleDirectory | undefined;
  private readonly services: ReadonlyMap<string, Service>;
  private readonly grants = new WeakMap<RolePolicies, Grants>();
  private readonly parsed = new Map<string, PolicyDocument>();

  constructor(place: Place, roles: () => RoleDirectory | undefined, services: ReadonlyMap<string, Service>) {
    this.place = place;
    this.roles = roles;
    this.services = services;
  }

  /** @throws AwsError in the service's shape: who may not do what on which resource, and by which kind of policy */
  authorize(service: string, action: string, input: Record<string, unknown>, caller: Caller): void {
    const { roleArn } = caller;
    if (!roleArn?.includes(':role/')) return;
    const table = this.services.get(service)?.access ?? noTable;
    const session = { arn: caller.arn, roleArn, policies: caller.sessionPolicies };
    for (const need of needsOf(service, table, { action, input }, this.place)) {
      const reason = this.refusal(session, need);
      if (reason === undefined) continue;
      // S3 writes the resource in quotes.
      const resource = service === 's3' ? `"${need.resource}"` : need.resource;
      throw denial(service, notAuthorized(caller.arn, need.action, resource, reason));
    }
  }

  /** The first of the actions that a role may not do on a resource; a role that is gone may do nothing. */
  firstDenied(
    session: RoleSession,
    actions: readonly string[],
    resource: string,
    context?: Need['context'],
  ): string | undefined {
    return actions.find(
      (action) => this.refusal(session, { action, resource, ...(context && { context }) }) !== undefined,
    );
  }

  /** Why the session may not, in the words that end IAM's sentence; undefined where it may. */
  private refusal(session: RoleSession, need: Need): string | undefined {
    const { action, resource } = need;
    const directory = this.roles();
    const role = directory?.role(session.roleArn);
    if (!directory || !role) return unallowed(action);
    const context: ConditionContext = { ...sessionContext(session, role, this.place), ...need.context };
    const request = { action, resource, context };
    const grants = this.grantsOf(role);
    const identity = grants.identity(action, resource, context);
    if (identity === 'explicitDeny') return denied('an identity-based policy');
    const granted = this.byResource(session, request);
    if (granted === 'explicitDeny') return denied('a resource-based policy');
    const boundary = grants.boundary(action, resource, context);
    if (boundary === 'explicitDeny') return denied('a permissions boundary');
    const inSession = this.sessionPolicies(session, directory);
    const bySession = inSession && evaluate(inSession, request).decision;
    if (bySession === 'explicitDeny') return denied('a session policy');
    if (identity !== 'allowed' && granted !== 'allowed') return unallowed(action);
    if (boundary === 'implicitDeny') return unallowed(action, 'permissions boundary');
    if (bySession === 'implicitDeny') return unallowed(action, 'session policy');
    return undefined;
  }

  private byResource(
    session: RoleSession,
    request: { action: string; resource: string; context: ConditionContext },
  ) {
    const service = this.services.get(request.action.slice(0, request.action.indexOf(':')));
    const text = service?.access?.resourcePolicy?.(request.resource);
    if (text === undefined) return undefined;
    const arns = [session.arn, session.roleArn];
    return resourceDecision(this.read(text, 'resource'), { accountId: this.place.accountId, arns }, request);
  }

  private sessionPolicies(session: RoleSession, directory: RoleDirectory): PolicyDocument[] | undefined {
    const { text, arns } = session.policies ?? {};
    if (text === undefined && !arns?.length) return undefined;
    const managed = (arns ?? []).flatMap((arn) => directory.managedPolicy(arn) ?? []);
    return text === undefined ? managed : [this.read(text, 'identity'), ...managed];
  }

  private grantsOf(role: RolePolicies): Grants {
    let grants = this.grants.get(role);
    if (!grants) {
      grants = new Grants(role);
      this.grants.set(role, grants);
    }
    return grants;
  }

  /** Documents by their text; what was refused when it was put can't be here. */
  private read(text: string, kind: 'resource' | 'identity'): PolicyDocument {
    let document = this.parsed.get(text);
    if (!document) {
      if (this.parsed.size > 200) this.parsed.clear();
      document = parsePolicy(text, kind);
      this.parsed.set(text, document);
    }
    return document;
  }
}

function denied(by: string): string {
  return `with an explicit deny in ${by}`;
}
