import type { Field, Findings } from './findings.js';

/** Fields of each type besides those of all; `*` may stand in any state of that language. */
const TYPES: Record<string, string[]> = {
  Task: [
    'Resource',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSeconds',
    'HeartbeatSecondsPath',
    'Credentials',
    'Retry',
    'Catch',
    'ResultSelector',
    'ResultPath',
    'Parameters',
    'Arguments',
  ],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Pass: ['Result', 'ResultPath', 'Parameters'],
  Succeed: [],
  Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
  Map: [
    'ItemProcessor',
    'Iterator',
    'Items',
    'ItemsPath',
    'ItemSelector',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'Retry',
    'Catch',
    'Label',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
  ],
  Parallel: ['Branches', 'Parameters', 'Arguments', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'],
};
const COMMON = [
  'Type',
  'Comment',
  'QueryLanguage',
  'Next',
  'End',
  'InputPath',
  'OutputPath',
  'Assign',
  'Output',
];
const JSONPATH_ONLY = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultSelector',
  'ResultPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'MaxConcurrencyPath',
];
const JSONATA_ONLY = ['Arguments', 'Output', 'Items'];

/** The types of states. */
export const STATE_TYPES = Object.keys(TYPES);

/** Fields that no state of this type and language has. */
export function unsupportedFields(
  state: Field,
  type: string,
  language: string,
  place: string,
  found: Findings,
): void {
  const foreign = language === 'JSONata' ? JSONPATH_ONLY : JSONATA_ONLY;
  const own = [...COMMON, ...(TYPES[type] ?? [])];
  for (const field of Object.keys(state)) {
    if (!own.includes(field)) found.schema(`Field '${field}' is not supported`, place);
    else if (foreign.includes(field)) {
      found.schema(`Field '${field}' is not supported when using query language ${language}`, place);
    }
  }
}

/** Fields that a state of this type must have, its retriers' and catchers' among them. */
export function requiredFields(state: Field, type: string, place: string, found: Findings): void {
  const oneOf = (fields: string[]) => {
    const given = fields.filter((field) => state[field] !== undefined);
    if (given.length !== 1) found.schema(`Exactly one of [${fields.join(', ')}] is required`, place);
  };
  if (type === 'Task' && state.Resource === undefined)
    found.schema('These fields are required: [Resource]', place);
  if (type === 'Choice' && !(Array.isArray(state.Choices) && state.Choices.length > 0)) {
    found.schema('These fields are required: [Choices]', place);
  }
  if (type === 'Wait') oneOf(['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']);
  if (type === 'Map') oneOf(['ItemProcessor', 'Iterator']);
  if (type === 'Parallel' && !Array.isArray(state.Branches))
    found.schema('These fields are required: [Branches]', place);
  for (const [index, retrier] of (Array.isArray(state.Retry) ? state.Retry : []).entries()) {
    if (!Array.isArray(retrier?.ErrorEquals) || retrier.ErrorEquals.length === 0) {
      found.schema('These fields are required: [ErrorEquals]', `${place}/Retry[${index}]`);
    }
  }
  for (const [index, catcher] of (Array.isArray(state.Catch) ? state.Catch : []).entries()) {
    const missing = ['ErrorEquals', 'Next'].filter((field) => catcher?.[field] === undefined);
    if (missing.length > 0)
      found.schema(`These fields are required: [${missing.join(', ')}]`, `${place}/Catch[${index}]`);
  }
}
