import { AGGREGATES } from './aggregates.js';
import { CONDITIONAL, SYSTEM } from './conditional.js';
import { JSON_FUNCTIONS } from './json.js';
import { NUMBERS } from './numbers.js';
import type { FunctionRule } from './rule.js';
import { TEXT } from './text.js';
import { TIMES } from './times.js';

/** Every function that the local Redshift knows by a plain call, by its folded name. */
export const FUNCTIONS: Record<string, FunctionRule> = Object.assign(Object.create(null), {
  ...TEXT,
  ...JSON_FUNCTIONS,
  ...NUMBERS,
  ...TIMES,
  ...CONDITIONAL,
  ...SYSTEM,
  ...AGGREGATES,
});
