import { AwsError } from '../../protocol/errors.js';
import type { Caller } from '../../service.js';
import { identityOf, invalid } from './connect.js';
import type { SqlRecord, StatementRecord } from './statement-record.js';
import type { StatementStore } from './statement-store.js';

const uuid = /^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$/;

/**
 * The statement behind an id, and the SQL that `uuid:N` names. Only the IAM identity that started it finds it.
 * @throws AwsError ValidationException for what is no id; ResourceNotFoundException
 */
export function findStatement(
  store: StatementStore,
  id: string,
  caller: Caller,
): { record: StatementRecord; sql: SqlRecord | undefined; index: number } {
  if (!uuid.test(id)) {
    throw invalid(
      `1 validation error detected: Value '${id}' at 'id' failed to satisfy constraint: Member must satisfy ` +
        'regular expression pattern: ^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\\d+)?$',
    );
  }
  const [plain = '', suffix] = id.split(':');
  const record = store.get(plain);
  const index = suffix === undefined ? 0 : Number(suffix) - 1;
  const sql = suffix === undefined ? undefined : record?.sqls[index];
  if (!record || record.owner !== identityOf(caller) || (suffix !== undefined && !sql)) {
    throw new AwsError('ResourceNotFoundException', 'Query does not exist.', { members: { ResourceId: id } });
  }
  return { record, sql, index };
}
