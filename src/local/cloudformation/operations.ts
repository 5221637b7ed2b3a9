import { randomUUID } from 'node:crypto';
import type { OperationRecord } from './records.js';

/** An operation at its beginning. */
export function newOperation(
  kind: OperationRecord['kind'],
  given: Partial<Omit<OperationRecord, 'id' | 'kind'>> & { token: string | undefined },
): OperationRecord {
  const { token, ...rest } = given;
  return {
    id: randomUUID(),
    kind,
    phase: kind === 'DELETE' ? 'DELETE' : 'FORWARD',
    onFailure: 'ROLLBACK',
    before: {},
    leftovers: [],
    done: [],
    failures: [],
    retain: [],
    force: false,
    skip: [],
    ...rest,
    ...(token !== undefined && { token }),
  };
}
