import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import type { PolicyStatement } from '../model.js';
import { conflict, invalid, notFound, parseFunctionName, pattern, validation } from '../names.js';
import type { FunctionStore } from '../store.js';

interface AddPermissionInput {
  FunctionName: string;
  StatementId: string;
  Action: string;
  Principal: string;
  SourceArn?: string;
  SourceAccount?: string;
  EventSourceToken?: string;
  PrincipalOrgID?: string;
  FunctionUrlAuthType?: string;
  Qualifier?: string;
  RevisionId?: string;
}

/** Adds a statement to the function's policy. Held against lambda_ :: test_add_lambda_permission_fields and test_permission_exceptions. */
export function addPermission(store: FunctionStore, input: AddPermissionInput): object {
  if (!/^[a-zA-Z0-9-_]+$/.test(input.StatementId)) {
    throw validation([pattern(input.StatementId, 'statementId', '([a-zA-Z0-9-_]+)')]);
  }
  const { qualifier: wanted } = parseFunctionName(input.FunctionName, store.cloud.region, input.Qualifier);
  if (wanted === '$LATEST') throw invalid('We currently do not support adding policies for $LATEST.');
  const { record, qualifier = '' } = store.resolve(input.FunctionName, input.Qualifier);
  const policy = record.policies[qualifier] ?? { revisionId: randomUUID(), statements: [] };
  checkRevision(input.RevisionId, policy.revisionId);
  if (policy.statements.some((one) => one.Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const condition = conditionOf(input);
  const statement: PolicyStatement = {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: store.arn(record.name, qualifier),
    ...(condition ? { Condition: condition } : {}),
  };
  policy.statements.push(statement);
  policy.revisionId = randomUUID();
  record.policies[qualifier] = policy;
  store.save();
  return { Statement: JSON.stringify(statement) };
}

export function removePermission(
  store: FunctionStore,
  input: { FunctionName: string; StatementId: string; Qualifier?: string; RevisionId?: string },
): object {
  const { name, qualifier = '' } = parseFunctionName(input.FunctionName, store.cloud.region, input.Qualifier);
  const record = store.find(name);
  if (!record) throw notFound(`No policy found for: ${store.arn(name, qualifier)}`);
  const policy = record.policies[qualifier];
  if (!policy) throw notFound('No policy is associated with the given resource.');
  checkRevision(input.RevisionId, policy.revisionId);
  const rest = policy.statements.filter((one) => one.Sid !== input.StatementId);
  if (rest.length === policy.statements.length) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  if (rest.length === 0) delete record.policies[qualifier];
  else record.policies[qualifier] = { revisionId: randomUUID(), statements: rest };
  store.save();
  return {};
}

export function getPolicy(store: FunctionStore, input: { FunctionName: string; Qualifier?: string }): object {
  const { name, qualifier = '' } = parseFunctionName(input.FunctionName, store.cloud.region, input.Qualifier);
  const policy = store.find(name)?.policies[qualifier];
  if (!policy) throw notFound('The resource you requested does not exist.');
  const document = { Version: '2012-10-17', Id: 'default', Statement: policy.statements };
  return { Policy: JSON.stringify(document), RevisionId: policy.revisionId };
}

function checkRevision(given: string | undefined, present: string): void {
  if (given && given !== present) {
    throw new AwsError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
      { members: { Type: 'User' } },
    );
  }
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:/.test(principal)) return { AWS: principal };
  if (/^[a-z0-9.-]+\.(amazonaws\.com|alexa\.com)$/.test(principal)) return { Service: principal };
  throw invalid('The provided principal was invalid. Please check the principal and try again.');
}

function conditionOf(input: AddPermissionInput): PolicyStatement['Condition'] | undefined {
  const equals: Record<string, string> = {};
  if (input.SourceAccount) equals['AWS:SourceAccount'] = input.SourceAccount;
  if (input.EventSourceToken) equals['lambda:EventSourceToken'] = input.EventSourceToken;
  if (input.FunctionUrlAuthType) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType;
  if (input.PrincipalOrgID) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID;
  const condition: NonNullable<PolicyStatement['Condition']> = {};
  if (Object.keys(equals).length > 0) condition.StringEquals = equals;
  if (input.SourceArn) condition.ArnLike = { 'AWS:SourceArn': input.SourceArn };
  return Object.keys(condition).length > 0 ? condition : undefined;
}
