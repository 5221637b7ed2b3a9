/** Whose account and Region an ARN is built for. */
export interface Place {
  accountId: string;
  region: string;
}

/** One action of IAM's on one resource: what a policy must allow. */
export interface Need {
  /** `kinesis:PutRecords` */
  action: string;
  /** An ARN; `*` for an action that knows no resource. */
  resource: string;
  /** Condition keys of this action, e.g. `iam:PassedToService`. */
  context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What one API call needs. A string is an ARN for the action of the call's own name; `undefined` is left out. An empty
 * list stands for the own name on `*`.
 */
// biome-ignore lint/suspicious/noExplicitAny: a decoded input of the API model, as an action gets it.
export type Needs = (input: any, place: Place) => (string | Need | undefined)[];

/**
 * How a service's API calls are named and what they are about in IAM's language.
 * Source: service authorization reference, one page a service.
 */
export interface AccessTable {
  /** What stands before the colon in the names of actions, where that isn't the service's id. */
  prefix?: string;
  /** By API action. */
  needs?: Readonly<Record<string, Needs>>;
  /** For the actions that `needs` doesn't name; without it they are about `*`. */
  otherwise?: Needs;
  /** Calls that need no permission, or whose own action asks. */
  free?: readonly string[];
  /** A call that is about nothing that exists, which the service says before it looks at policies. */
  about?(action: string, input: Record<string, unknown>): 'something' | 'nothing';
  /** The text of the resource's own policy, if it has one. */
  resourcePolicy?(arn: string): string | undefined;
}

/** The IAM actions that a call needs, each with its resource; an action that no table knows is about `*`. */
export function needsOf(
  service: string,
  table: AccessTable,
  call: { action: string; input: Record<string, unknown> },
  place: Place,
): Need[] {
  const { action, input } = call;
  if (table.free?.includes(action)) return [];
  if (table.about?.(action, input) === 'nothing') return [];
  const own = `${table.prefix ?? service}:${action}`;
  const found = (table.needs?.[action] ?? table.otherwise)?.(input, place) ?? [];
  const needs = found
    .filter((need) => need !== undefined)
    .map((need) => (typeof need === 'string' ? { action: own, resource: need } : need));
  return needs.length ? needs : [{ action: own, resource: '*' }];
}

/** An action that is about `*` and nothing narrower. */
export const noResource: Needs = () => [];

/** A service's ARN in this account and Region. */
export function arnOf(service: string, { region, accountId }: Place, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** Handing a role to a service: one need a role that is named. */
export function passing(
  roles: string | readonly (string | undefined)[] | undefined,
  service: string,
): Need[] {
  const arns = typeof roles === 'string' ? [roles] : (roles ?? []);
  return arns
    .filter((arn) => arn !== undefined && arn !== '')
    .map((arn) => ({
      action: 'iam:PassRole',
      resource: arn as string,
      context: { 'iam:PassedToService': `${service}.amazonaws.com` },
    }));
}
