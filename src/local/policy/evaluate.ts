import { type ConditionContext, evaluateCondition, substitute } from './conditions.js';
import { list, type PolicyDocument, type PolicyStatement } from './policy-document.js';
import { matchesWildcard } from './wildcard.js';

/** Who asks: a service (`lambda.amazonaws.com`), or an AWS identity by its ARN and the ARNs that also stand for it. */
export type RequestPrincipal = { service: string } | { accountId: string; arns: readonly string[] };

export interface AccessRequest {
  /** `kinesis:PutRecords` */
  action: string;
  /** An ARN, or `*` for an action without resource. */
  resource: string;
  /** Needed for statements with a Principal (trust and resource policies). */
  principal?: RequestPrincipal;
  context?: ConditionContext;
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

export interface Evaluation {
  decision: Decision;
  /** The statements that made the decision: the denying ones, or the allowing ones; indices into what was passed in. */
  matched: { policy: number; statement: number }[];
  /** Condition keys that a statement asked for and the request lacked. */
  missing: string[];
}

/**
 * Evaluates policies against one request: an explicit deny wins over every allow; with neither the answer is no.
 * Source: IAM user guide, 'Policy evaluation logic'.
 */
export function evaluate(policies: readonly PolicyDocument[], request: AccessRequest): Evaluation {
  const allows: Evaluation['matched'] = [];
  const denies: Evaluation['matched'] = [];
  const missing = new Set<string>();
  policies.forEach((policy, policyIndex) => {
    list(policy.Statement).forEach((statement, statementIndex) => {
      if (!coversRequest(statement, request)) return;
      const condition = evaluateCondition(statement.Condition, request.context ?? {});
      for (const key of condition.missing) missing.add(key);
      if (!condition.holds) return;
      const side = statement.Effect === 'Deny' ? denies : allows;
      side.push({ policy: policyIndex, statement: statementIndex });
    });
  });
  const decision: Decision = denies.length ? 'explicitDeny' : allows.length ? 'allowed' : 'implicitDeny';
  return { decision, matched: denies.length ? denies : allows, missing: [...missing] };
}

/** What a role may do: its identity policies within its permissions boundary, if it has one. */
export function evaluateIdentity(
  identity: readonly PolicyDocument[],
  boundary: PolicyDocument | undefined,
  request: AccessRequest,
): Evaluation {
  const granted = evaluate(identity, request);
  if (!boundary || granted.decision !== 'allowed') return granted;
  const bounded = evaluate([boundary], request);
  if (bounded.decision === 'allowed') return granted;
  return { decision: bounded.decision, matched: [], missing: [...granted.missing, ...bounded.missing] };
}

/** The policies with only those statements that speak of the action; what has none is left out. */
export function narrowed(policies: readonly PolicyDocument[], action: string): PolicyDocument[] {
  return policies
    .map((policy) => ({
      ...policy,
      Statement: list(policy.Statement).filter((statement) => coversAction(statement, action)),
    }))
    .filter((policy) => policy.Statement.length > 0);
}

function coversRequest(statement: PolicyStatement, request: AccessRequest): boolean {
  return (
    coversAction(statement, request.action) &&
    coversResource(statement, request) &&
    coversPrincipal(statement, request.principal)
  );
}

function coversAction(statement: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  const matches = (pattern: string) => matchesWildcard(pattern.toLowerCase(), wanted);
  return statement.NotAction !== undefined
    ? !list(statement.NotAction).some(matches)
    : list(statement.Action).some(matches);
}

function coversResource(statement: PolicyStatement, request: AccessRequest): boolean {
  const context = request.context ?? {};
  const matches = (pattern: string) => matchesWildcard(substitute(pattern, context), request.resource);
  if (statement.NotResource !== undefined) return !list(statement.NotResource).some(matches);
  // A trust policy has no Resource: its resource is the role itself.
  return statement.Resource === undefined || list(statement.Resource).some(matches);
}

function coversPrincipal(statement: PolicyStatement, principal: RequestPrincipal | undefined): boolean {
  if (statement.Principal !== undefined) return namesPrincipal(statement.Principal, principal);
  if (statement.NotPrincipal !== undefined) return !namesPrincipal(statement.NotPrincipal, principal);
  return true;
}

function namesPrincipal(
  named: NonNullable<PolicyStatement['Principal']>,
  principal: RequestPrincipal | undefined,
): boolean {
  if (named === '*') return true;
  if (!principal) return false;
  if ('service' in principal) return list(named.Service).some((service) => service === principal.service);
  return list(named.AWS).some(
    (name) =>
      name === '*' ||
      name === principal.accountId ||
      name === `arn:aws:iam::${principal.accountId}:root` ||
      principal.arns.includes(name),
  );
}
