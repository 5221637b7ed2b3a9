import { BlockList, isIPv6 } from 'node:net';
import type { PolicyStatement } from './policy-document.js';
import { matchesArn, matchesWildcard } from './wildcard.js';

/** Condition keys and what this request has for them. Names are compared without regard to case. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

type Comparison = (wanted: string, actual: string) => boolean;

const positive: Record<string, Comparison> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringEqualsIgnoreCase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  StringLike: matchesWildcard,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  BinaryEquals: (wanted, actual) => wanted === actual,
  NumericEquals: (wanted, actual) => Number(actual) === Number(wanted),
  NumericLessThan: (wanted, actual) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (wanted, actual) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (wanted, actual) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (wanted, actual) => Number(actual) >= Number(wanted),
  DateEquals: (wanted, actual) => instant(actual) === instant(wanted),
  DateLessThan: (wanted, actual) => instant(actual) < instant(wanted),
  DateLessThanEquals: (wanted, actual) => instant(actual) <= instant(wanted),
  DateGreaterThan: (wanted, actual) => instant(actual) > instant(wanted),
  DateGreaterThanEquals: (wanted, actual) => instant(actual) >= instant(wanted),
  IpAddress: inSubnet,
};

/** Negated operators match when no value matches, and when the key is absent. */
const negated: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

/** Whether IAM's policy language has this operator (set prefixes and `IfExists` included). */
export function isConditionOperator(operator: string): boolean {
  const { name } = parseOperator(operator);
  return name === 'Null' || name in positive || name in negated;
}

/**
 * Whether a statement's Condition block holds: every operator and every key must (AND), any of a key's values may (OR).
 * @returns the keys that the block names and the context lacks, for the simulator's MissingContextValues
 * Source: IAM user guide, 'IAM JSON policy elements: Condition operators'.
 */
export function evaluateCondition(
  condition: PolicyStatement['Condition'],
  context: ConditionContext,
): { holds: boolean; missing: string[] } {
  let holds = true;
  const missing: string[] = [];
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      const actual = lookUp(context, key);
      if (actual === undefined) missing.push(key);
      const wanted = (Array.isArray(values) ? values : [values]).map((value) =>
        substitute(String(value), context),
      );
      holds = conditionHolds(operator, wanted, actual) && holds;
    }
  }
  return { holds, missing };
}

function conditionHolds(
  operator: string,
  wanted: readonly string[],
  actual: readonly string[] | undefined,
): boolean {
  const { name, set, ifExists } = parseOperator(operator);
  if (name === 'Null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const isNegated = name in negated;
  const compare = positive[negated[name] ?? name];
  if (!compare) return false;
  if (actual === undefined) return ifExists || set === 'ForAllValues' || (isNegated && set !== 'ForAnyValue');
  const matches = (value: string) => wanted.some((pattern) => compare(pattern, value)) !== isNegated;
  if (set === 'ForAllValues') return actual.every(matches);
  if (set === 'ForAnyValue') return actual.some(matches);
  return isNegated ? actual.every(matches) : actual.some(matches);
}

function parseOperator(operator: string): { name: string; set?: string; ifExists: boolean } {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator);
  const name = match?.[2] ?? operator;
  return match?.[1] === undefined
    ? { name, ifExists: match?.[3] !== undefined }
    : { name, set: match[1], ifExists: match[3] !== undefined };
}

/** Looks a condition key up without regard to case. */
export function lookUp(context: ConditionContext, key: string): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  for (const [name, value] of Object.entries(context))
    if (name.toLowerCase() === wanted) return typeof value === 'string' ? [value] : value;
  return undefined;
}

/**
 * Fills policy variables, `${aws:PrincipalTag/team}` or with a default `${key, 'x'}`. A variable without value stays as
 * it is written, so that it matches nothing, as in AWS.
 */
export function substitute(text: string, context: ConditionContext): string {
  return text.replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return inner;
    const [key = '', fallback] = inner.split(/\s*,\s*/);
    const value = lookUp(context, key.trim());
    if (value?.length === 1) return value[0] ?? whole;
    return fallback?.replace(/^'|'$/g, '') ?? whole;
  });
}

function instant(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inSubnet(cidr: string, address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const [network = '', prefix] = cidr.split('/');
  const subnet = new BlockList();
  try {
    subnet.addSubnet(network, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
    return subnet.check(address, family);
  } catch {
    return false;
  }
}
