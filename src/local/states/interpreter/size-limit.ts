import type { Json } from '../language/types.js';
import { StatesError } from './errors.js';

/** What a state or a task may answer, as JSON in UTF-8 (step-functions/latest/dg/service-quotas). */
const MOST_BYTES = 262_144;

/**
 * The JSON of a result.
 * @param producer the state's name, or what its task names
 * @throws StatesError States.DataLimitExceeded (held against test_states_errors)
 */
export function boundedJson(value: Json, producer: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  throw new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
