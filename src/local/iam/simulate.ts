import type { ConditionContext } from '../policy/conditions.js';
import { type Evaluation, evaluate, evaluateIdentity } from '../policy/evaluate.js';
import { type PolicyDocument, parsePolicy } from '../policy/policy-document.js';
import { statementPositions } from '../policy/statement-positions.js';
import { userNameOf } from '../policy/user.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { page } from './encode.js';
import { ownUserArn, policiesOfOwnUser } from './own-user.js';
import { type IamStore, noSuchEntity } from './store.js';

interface Source {
  id: string;
  type: string;
  text: string;
}

interface SimulationInput {
  ActionNames: string[];
  ResourceArns?: string[];
  PolicyInputList?: string[];
  PermissionsBoundaryPolicyInputList?: string[];
  ResourcePolicy?: string;
  ContextEntries?: { ContextKeyName?: string; ContextKeyValues?: string[] }[];
  MaxItems?: number;
  Marker?: string;
}

/**
 * The policies of a role, or of the account's own user, who is an administrator. A session is no entity, nor is the root.
 * @throws AwsError InvalidInputException, NoSuchEntityException
 */
function entityPolicies(
  store: IamStore,
  arn: string,
): { sources: Source[]; boundary: PolicyDocument | undefined } {
  if (arn === ownUserArn(store)) return { sources: policiesOfOwnUser(), boundary: undefined };
  const user = userNameOf(arn);
  if (user !== undefined) throw noSuchEntity(`The user with name ${user} cannot be found.`);
  const name = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  if (name === undefined)
    throw new AwsError(
      'InvalidInputException',
      `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
    );
  const role = store.findRole(name);
  if (role?.arn !== arn || !role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return { sources: store.policiesOf(role), boundary: store.boundaryOf(role) };
}

/** SimulatePrincipalPolicy and SimulateCustomPolicy. */
export function simulateActions(store: IamStore): Record<string, Action> {
  return {
    SimulatePrincipalPolicy(input) {
      const custom = customSources(input.PolicyInputList, 'PolicyInputList');
      const { sources, boundary } = entityPolicies(store, input.PolicySourceArn);
      return simulate([...sources, ...custom], boundaryOf(input) ?? boundary, input);
    },
    SimulateCustomPolicy(input) {
      return simulate(customSources(input.PolicyInputList, 'PolicyInputList'), boundaryOf(input), input);
    },
  };
}

function simulate(sources: Source[], boundary: PolicyDocument | undefined, input: SimulationInput): object {
  if (input.ResourcePolicy !== undefined)
    throw new AwsError('InvalidInputException', 'ResourcePolicy is not supported by the local cloud.');
  const documents = sources.map((source) => parsePolicy(source.text, 'identity'));
  const context: ConditionContext = Object.fromEntries(
    (input.ContextEntries ?? []).map((entry) => [entry.ContextKeyName ?? '', entry.ContextKeyValues ?? []]),
  );
  const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
  const results = input.ActionNames.flatMap((action) => {
    const evaluations = resources.map((resource) => {
      const request = { action, resource, context };
      const bounded = boundary !== undefined && evaluate([boundary], request).decision === 'allowed';
      return { resource, bounded, evaluation: evaluateIdentity(documents, boundary, request) };
    });
    return evaluations.map(({ resource, bounded, evaluation }) => ({
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision: evaluation.decision,
      MatchedStatements: matchedStatements(sources, evaluation),
      MissingContextValues: evaluation.missing,
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
      PermissionsBoundaryDecisionDetail: boundary && { AllowedByPermissionsBoundary: bounded },
      EvalDecisionDetails: {},
      ResourceSpecificResults: input.ResourceArns?.length
        ? [
            {
              EvalResourceName: resource,
              EvalResourceDecision: evaluation.decision,
              MatchedStatements: matchedStatements(sources, evaluation),
              MissingContextValues: evaluation.missing,
            },
          ]
        : undefined,
    }));
  });
  const { items, ...rest } = page(results, input);
  return { EvaluationResults: items, ...rest };
}

function matchedStatements(sources: readonly Source[], evaluation: Evaluation): object[] {
  return evaluation.matched.map(({ policy, statement }) => {
    const source = sources[policy];
    const place = source && statementPositions(source.text)[statement];
    return {
      SourcePolicyId: source?.id,
      SourcePolicyType: source?.type,
      StartPosition: place?.start,
      EndPosition: place?.end,
    };
  });
}

function customSources(texts: readonly string[] | undefined, name: string): Source[] {
  return (texts ?? []).map((text, index) => {
    parsed(text, `${name}.${index + 1}`);
    return { id: `${name}.${index + 1}`, type: 'IAM Policy', text };
  });
}

function boundaryOf(input: SimulationInput): PolicyDocument | undefined {
  const text = input.PermissionsBoundaryPolicyInputList?.[0];
  return text === undefined ? undefined : parsed(text, 'PermissionsBoundaryPolicyInputList.1');
}

/** The simulator names the policy that it refuses, by an error of its own. */
function parsed(text: string, name: string): PolicyDocument {
  try {
    return parsePolicy(text, 'identity');
  } catch (error) {
    throw new AwsError('InvalidInputException', `Invalid policy ${name}: ${(error as Error).message}`);
  }
}
