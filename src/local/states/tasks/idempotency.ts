import { createHash } from 'node:crypto';

/**
 * A UUID that is the same each time one attempt at one task is made, also by the process after a kill. AWS's SDK fills
 * in a random one; drawn from the execution, a task that was in flight is taken once by a service that knows tokens.
 * @param place which state of the execution, entered for which time
 */
export function attemptToken(executionArn: string, place: string, attempt: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([executionArn, place, attempt]))
    .digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
