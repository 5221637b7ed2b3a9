import type { Action } from '../../service.js';
import { identityOf, invalid } from './connect.js';
import type { StatementRecord } from './statement-record.js';
import type { DataApi } from './submit.js';

/** ListStatements: the caller's own of the last day, newest first. Without a status the finished ones, as AWS has it. */
export function listStatements(api: DataApi): Action {
  return (input, context) => {
    const size = input.MaxResults ?? 100;
    if (size < 0 || size > 100) {
      throw invalid(
        `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100`,
      );
    }
    const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
    if (!Number.isInteger(from) || from < 0) throw invalid('Invalid NextToken.');
    const status = input.Status ?? 'ALL';
    const owner = identityOf(context.caller);
    const found: StatementRecord[] = [];
    let seen = 0;
    for (const record of api.store.newest()) {
      if (record.owner !== owner) continue;
      if (status !== 'ALL' && record.status !== status) continue;
      if (input.StatementName && !record.statementName?.startsWith(input.StatementName)) continue;
      if (input.ClusterIdentifier && record.clusterIdentifier !== input.ClusterIdentifier) continue;
      if (input.Database && record.database !== input.Database) continue;
      if (input.WorkgroupName) continue;
      if (seen++ < from) continue;
      found.push(record);
      if (found.length > size) break;
    }
    const more = found.length > size;
    return {
      Statements: found.slice(0, size).map(statementData),
      NextToken: more ? String(from + size) : undefined,
    };
  };
}

function statementData(record: StatementRecord): object {
  const [first] = record.sqls;
  return {
    Id: record.id,
    QueryString: record.batch ? undefined : first?.sql,
    QueryStrings: record.batch ? record.sqls.map((sql) => sql.sql) : undefined,
    SecretArn: record.secretArn,
    Status: record.status,
    StatementName: record.statementName,
    CreatedAt: new Date(record.createdAt),
    UpdatedAt: new Date(record.updatedAt),
    QueryParameters: record.parameters,
    IsBatchStatement: record.batch,
    ResultFormat: record.resultFormat,
    SessionId: record.sessionId,
  };
}
