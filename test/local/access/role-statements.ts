import { synthesize } from '../../../templates/app.js';

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: object;
}

/** Something that a role of the workshop may do, and that is taken from it. */
export interface Taken {
  stack: string;
  /** Logical id of the role. */
  role: string;
  policyName: string;
  statement: number;
  /** Either an action, or the resource of this index. */
  action: string | undefined;
  resource: number | undefined;
}

export const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

export const stacks = synthesize({
  name: 'workshop',
  region: 'us-east-1',
  streams: { customer: 'customer_stream', order: 'order_stream', fleet: 'fleet_stream' },
});

interface Resource {
  Type: string;
  Properties: {
    Policies?: { PolicyName: string; PolicyDocument: { Statement: Statement[] } }[];
    PolicyName?: string;
    PolicyDocument?: { Statement: Statement[] };
    Roles?: { Ref: string }[];
  };
}

/** Each action of each statement of each role in the workshop's templates, and each resource where there are several. */
export function everyGrant(): Taken[] {
  return stacks.flatMap(({ stackName, template }) =>
    Object.entries((template as { Resources: Record<string, Resource> }).Resources).flatMap(
      ([id, { Type, Properties }]) => {
        if (Type === 'AWS::IAM::Role')
          return (Properties.Policies ?? []).flatMap(({ PolicyName, PolicyDocument }) =>
            grants(stackName, id, PolicyName, PolicyDocument.Statement),
          );
        if (Type !== 'AWS::IAM::Policy') return [];
        const role = Properties.Roles?.[0]?.Ref ?? '';
        return grants(
          stackName,
          role,
          Properties.PolicyName ?? '',
          Properties.PolicyDocument?.Statement ?? [],
        );
      },
    ),
  );
}

function grants(stack: string, role: string, policyName: string, statements: Statement[]): Taken[] {
  return statements.flatMap(({ Action, Resource }, statement) => {
    const base = { stack, role, policyName, statement };
    const resources = list(Resource);
    return [
      ...list(Action).map((action) => ({ ...base, action, resource: undefined })),
      ...(resources.length > 1
        ? resources.map((_, resource) => ({ ...base, action: undefined, resource }))
        : []),
    ];
  });
}

/** The document without what is taken. */
export function without(
  document: { Statement: Statement[] },
  { statement, action, resource }: Taken,
): object {
  const rest = document.Statement.flatMap((one, index) => {
    if (index !== statement) return [one];
    const Action = list(one.Action).filter((name) => name !== action);
    const Resource = list(one.Resource).filter((_, at) => at !== resource);
    return Action.length && Resource.length ? [{ ...one, Action, Resource }] : [];
  });
  // A policy has at least one statement.
  const nothing = { Effect: 'Deny', Action: 'none:Nothing', Resource: '*' };
  return { ...document, Statement: rest.length ? rest : [nothing] };
}
