import { validation } from '../names.js';

/** @throws AwsError ValidationException in the words of lambda_ :: test_create_lambda_exceptions. */
export function checkArchitectures(architectures: string[] | undefined): void {
  if (!architectures) return;
  const shown = `[${architectures.join(', ')}]`;
  if (architectures.length > 1) {
    throw validation([
      `Value '${shown}' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1`,
    ]);
  }
  if (!architectures.every((one) => one === 'x86_64' || one === 'arm64')) {
    throw validation([
      `Value '${shown}' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]`,
    ]);
  }
}
