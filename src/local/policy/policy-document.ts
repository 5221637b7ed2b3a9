import { AwsError } from '../protocol/errors.js';
import { isConditionOperator } from './conditions.js';

export type OneOrMany<T> = T | T[];

export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: OneOrMany<string>;
  NotAction?: OneOrMany<string>;
  Resource?: OneOrMany<string>;
  NotResource?: OneOrMany<string>;
  Principal?: '*' | Record<string, OneOrMany<string>>;
  NotPrincipal?: '*' | Record<string, OneOrMany<string>>;
  /** operator → key → values, e.g. `{StringEquals: {'aws:SourceAccount': '1'}}` */
  Condition?: Record<string, Record<string, OneOrMany<string | boolean | number>>>;
}

export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: OneOrMany<PolicyStatement>;
}

/** `identity`: attached to a role or managed. `trust`: who may assume a role. `resource`: on a bucket, topic or secret. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** A member that JSON allows to be one value or a list, as a list. */
export function list<T>(value: OneOrMany<T> | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Reads and checks a policy document.
 * @throws AwsError MalformedPolicyDocumentException in IAM's words. Sources: recorded
 *   `test_create_role_with_malformed_assume_role_policy_document`; IAM user guide, 'Grammar of the IAM JSON policy language'.
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (!isObject(document)) throw malformed('Syntax errors in policy.');
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    throw malformed('The policy must contain a valid version string');
  for (const key of Object.keys(document))
    if (!['Version', 'Id', 'Statement'].includes(key)) throw malformed('Syntax errors in policy.');
  if (!isObject(statements) && !(Array.isArray(statements) && statements.every(isObject)))
    throw malformed('Syntax errors in policy.');
  const sids = new Set<string>();
  for (const statement of list(statements as OneOrMany<Record<string, unknown>>)) {
    checkStatement(statement, kind);
    if (typeof statement.Sid === 'string' && statement.Sid !== '') {
      if (sids.has(statement.Sid)) throw malformed('Statement IDs (SID) in a single policy must be unique.');
      sids.add(statement.Sid);
    }
  }
  return document as unknown as PolicyDocument;
}

const members = new Set([
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource'],
  ...['Principal', 'NotPrincipal', 'Condition'],
]);

function checkStatement(statement: Record<string, unknown>, kind: PolicyKind): void {
  for (const key of Object.keys(statement))
    if (!members.has(key)) throw malformed('Syntax errors in policy.');
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw malformed('Syntax errors in policy.');
  const actions = strings(statement.Action ?? statement.NotAction);
  if (!actions?.length) throw malformed('Policy statement must contain actions.');
  if (statement.Action !== undefined && statement.NotAction !== undefined)
    throw malformed('Syntax errors in policy.');
  for (const action of actions)
    if (action !== '*' && !/^[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+$/.test(action))
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  const hasResource = statement.Resource !== undefined || statement.NotResource !== undefined;
  const hasPrincipal = statement.Principal !== undefined || statement.NotPrincipal !== undefined;
  if (kind === 'trust') {
    if (hasResource) throw malformed('Has prohibited field Resource');
    if (!hasPrincipal) throw malformed('Missing required field Principal');
    if (actions.some((action) => action !== '*' && !/^sts:/i.test(action)))
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
  } else {
    const resources = strings(statement.Resource ?? statement.NotResource);
    if (!resources?.length) throw malformed('Policy statement must contain resources.');
    for (const resource of resources)
      if (
        resource !== '*' &&
        !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+/s.test(resource) &&
        !/^arn:.*\*$/.test(resource)
      )
        throw malformed(`Resource ${resource} must be in ARN format or "*".`);
    if (kind === 'identity' && hasPrincipal)
      throw malformed('Policy document should not specify a principal.');
    if (kind === 'resource' && !hasPrincipal) throw malformed('Missing required field Principal');
  }
  checkPrincipal(statement.Principal ?? statement.NotPrincipal);
  checkCondition(statement.Condition);
}

function checkPrincipal(principal: unknown): void {
  if (principal === undefined || principal === '*') return;
  if (!isObject(principal)) throw malformed('Syntax errors in policy.');
  for (const [type, values] of Object.entries(principal)) {
    if (!['AWS', 'Service', 'Federated', 'CanonicalUser', '*'].includes(type) || !strings(values)?.length)
      throw malformed('Syntax errors in policy.');
    if (type !== 'AWS') continue;
    for (const value of strings(values) ?? [])
      if (value !== '*' && !/^\d{12}$/.test(value) && !/^arn:[^:]+:(iam|sts)::\d{12}:.+/.test(value))
        throw malformed(`Invalid principal in policy: "AWS":"${value}"`);
  }
}

function checkCondition(condition: unknown): void {
  if (condition === undefined) return;
  if (!isObject(condition)) throw malformed('Syntax errors in policy.');
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isConditionOperator(operator)) throw malformed(`Invalid Condition type : ${operator}`);
    if (!isObject(keys)) throw malformed('Syntax errors in policy.');
    for (const values of Object.values(keys))
      if (!list(values).every((value) => ['string', 'number', 'boolean'].includes(typeof value)))
        throw malformed('Syntax errors in policy.');
  }
}

function strings(value: unknown): string[] | undefined {
  const values = list(value);
  return values.every((item) => typeof item === 'string') ? (values as string[]) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', message);
}
