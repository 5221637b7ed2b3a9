import { AwsError } from '../../protocol/errors.js';

const MOST_BYTES = 262_144;

/** @throws AwsError InvalidExecutionInput, in the words of AWS's JSON reader for the commonest mistakes. */
export function checkInput(text: string): void {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${MOST_BYTES}`,
    );
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${reason(text, error as Error)}'`,
    );
  }
}

function reason(text: string, error: Error): string {
  if (text.trim() === '') return 'Invalid execution input.';
  const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1];
  if (word) {
    return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
  }
  const name = /^\s*\{\s*([^"\s}])/.exec(text)?.[1];
  if (name)
    return `Unexpected character ('${name}' (code ${name.charCodeAt(0)})): was expecting double-quote to start field name`;
  return error.message;
}
