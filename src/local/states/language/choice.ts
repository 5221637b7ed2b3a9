import { DataError } from '../interpreter/errors.js';
import { PathNotFound, parsePath, select } from './json-path.js';
import { lookUp, type Scope } from './template.js';
import { parseTimestamp } from './timestamp.js';
import type { ChoiceRule, Json } from './types.js';

type Comparison = (value: Json, wanted: Json) => boolean;

const ORDER: Record<string, (difference: number) => boolean> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  GreaterThan: (difference) => difference > 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

/** How values of a kind compare; undefined when one of them is not of the kind, so no comparison holds. */
const KINDS: Record<string, (value: Json, wanted: Json) => number | undefined> = {
  String: (value, wanted) =>
    typeof value === 'string' && typeof wanted === 'string'
      ? value < wanted
        ? -1
        : value > wanted
          ? 1
          : 0
      : undefined,
  Numeric: (value, wanted) =>
    typeof value === 'number' && typeof wanted === 'number' ? value - wanted : undefined,
  Timestamp: (value, wanted) => {
    const [a, b] = [value, wanted].map((one) => (typeof one === 'string' ? parseTimestamp(one) : undefined));
    return a === undefined || b === undefined ? undefined : a - b;
  },
};

const TESTS: Record<string, (value: Json) => boolean> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
};

/** The operators of a choice rule, each with `Path` after it too where AWS has that. */
export const OPERATORS: Record<string, Comparison> = {
  BooleanEquals: (value, wanted) => typeof value === 'boolean' && value === wanted,
  StringMatches: (value, wanted) => typeof value === 'string' && matches(value, String(wanted)),
};
for (const [kind, compare] of Object.entries(KINDS)) {
  for (const [order, holds] of Object.entries(ORDER)) {
    OPERATORS[kind + order] = (value, wanted) => {
      const difference = compare(value, wanted);
      return difference !== undefined && holds(difference);
    };
  }
}
for (const name of Object.keys(OPERATORS)) {
  const plain = OPERATORS[name];
  if (plain && name !== 'StringMatches') OPERATORS[`${name}Path`] = plain;
}
for (const [name, test] of Object.entries(TESTS)) OPERATORS[name] = (value, wanted) => test(value) === wanted;

/** Fields of a rule that are no operators. */
export const RULE_FIELDS = new Set([
  'Variable',
  'Next',
  'Comment',
  'Assign',
  'Output',
  'And',
  'Or',
  'Not',
  'Condition',
]);

/**
 * Whether a JSONPath choice rule holds.
 * @throws DataError States.Runtime when its Variable, or the path to compare with, is not there
 */
export function holds(rule: ChoiceRule, scope: Scope): boolean {
  if (rule.And) return rule.And.every((one) => holds(one, scope));
  if (rule.Or) return rule.Or.some((one) => holds(one, scope));
  if (rule.Not) return !holds(rule.Not, scope);
  const operator = Object.keys(rule).find((key) => !RULE_FIELDS.has(key)) ?? '';
  const variable = rule.Variable ?? '';
  const wanted = rule[operator] as Json;
  if (operator === 'IsPresent') return present(variable, scope) === wanted;
  const value = operand(variable, variable, scope);
  const compare = OPERATORS[operator];
  if (!compare) throw new DataError(`${operator} is not a comparison operator`);
  return compare(value, operator.endsWith('Path') ? operand(String(wanted), variable, scope) : wanted);
}

function present(variable: string, scope: Scope): boolean {
  const path = parsePath(variable);
  const root =
    path.root === '' ? scope.input : path.root === '$' ? scope.context : scope.variables[path.root];
  return root !== undefined && select(path, root).length > 0;
}

function operand(path: string, variable: string, scope: Scope): Json {
  try {
    return lookUp(path, scope);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    const about = path === variable ? 'Variable' : 'comparison';
    throw new DataError(
      about === 'Variable'
        ? `Invalid path '${path}': The choice state's condition path references an invalid value.`
        : `Invalid path '${path}' : ${error.message}`,
    );
  }
}

/** `*` stands for any characters; a backslash takes its meaning away. */
function matches(value: string, pattern: string): boolean {
  const source = pattern.replace(/\\([*\\])|\*|[.*+?^${}()|[\]\\]/g, (found, escaped) =>
    escaped ? `\\${escaped}` : found === '*' ? '[\\s\\S]*' : `\\${found}`,
  );
  return new RegExp(`^${source}$`).test(value);
}
