import type { ConditionContext } from './conditions.js';
import { type Decision, evaluate, narrowed, type RequestPrincipal } from './evaluate.js';
import type { PolicyDocument } from './policy-document.js';
import type { RolePolicies } from './role-directory.js';

interface ForAction {
  identity: PolicyDocument[];
  boundary: PolicyDocument[] | undefined;
}

/** A role's policies, made ready: for each action asked, only the statements that speak of it are looked at again. */
export class Grants {
  readonly role: RolePolicies;
  private readonly actions = new Map<string, ForAction>();

  constructor(role: RolePolicies) {
    this.role = role;
  }

  identity(action: string, resource: string, context: ConditionContext): Decision {
    return evaluate(this.of(action).identity, { action, resource, context }).decision;
  }

  /** `undefined` where the role has no boundary. */
  boundary(action: string, resource: string, context: ConditionContext): Decision | undefined {
    const { boundary } = this.of(action);
    return boundary && evaluate(boundary, { action, resource, context }).decision;
  }

  private of(action: string): ForAction {
    let found = this.actions.get(action);
    if (!found) {
      const { identity, boundary } = this.role;
      found = { identity: narrowed(identity, action), boundary: boundary && narrowed([boundary], action) };
      this.actions.set(action, found);
    }
    return found;
  }
}

/**
 * What a resource's own policy says to a role's session. A statement for the whole account leaves the decision to the
 * account's own policies: it grants nothing by itself.
 * Source: IAM user guide, 'Policy evaluation for requests within a single account'.
 */
export function resourceDecision(
  policy: PolicyDocument,
  session: { accountId: string; arns: readonly string[] },
  request: { action: string; resource: string; context: ConditionContext },
): Decision {
  const asks = (principal: RequestPrincipal) => evaluate([policy], { ...request, principal }).decision;
  if (asks(session) === 'explicitDeny') return 'explicitDeny';
  return asks({ accountId: 'none', arns: session.arns });
}
