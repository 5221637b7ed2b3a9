import { type Field, type Findings, isIntrinsic, isObject, isPath } from './findings.js';
import { expressionIn, syntaxError } from './jsonata.js';
import { parseTimestamp } from './timestamp.js';

const PATHS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
];

/** The paths, payload templates and times of a JSONPath state. */
export function pathFields(state: Field, place: string, found: Findings): void {
  for (const field of PATHS) {
    const value = state[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || !isPath(value))
      found.schema('Value is not a valid JSONPath', `${place}/${field}`);
  }
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign'])
    template(state[field], `${place}/${field}`, found);
  if (typeof state.Timestamp === 'string' && parseTimestamp(state.Timestamp) === undefined) {
    found.schema('String does not match RFC3339 timestamp', `${place}/Timestamp`);
  }
  for (const field of ['ErrorPath', 'CausePath']) {
    const value = state[field];
    if (typeof value === 'string' && !isPath(value) && !isIntrinsic(value)) {
      found.schema('Value is not a valid JSONPath', `${place}/${field}`);
    }
  }
}

function template(value: unknown, place: string, found: Findings): void {
  if (Array.isArray(value)) for (const item of value) template(item, place, found);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (!key.endsWith('.$')) template(item, place, found);
    else if (typeof item !== 'string' || (!isPath(item) && !isIntrinsic(item))) {
      found.schema(
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
        place,
      );
    }
  }
}

/** The syntax of every `{% … %}` of a JSONata state, its branches aside. */
export async function expressions(
  value: unknown,
  place: string,
  language: string,
  found: Findings,
): Promise<void> {
  if (language !== 'JSONata') return;
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    const problem = expression === undefined ? undefined : await syntaxError(expression);
    if (problem !== undefined) found.schema(`Invalid JSONata expression: ${problem}`, place);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'Branches' || key === 'ItemProcessor' || key === 'Iterator') continue;
    await expressions(item, `${place}/${key}`, language, found);
  }
}
