import type { Command } from '../command.js';
import { SqlError } from '../sql-error.js';
import type { Cursor } from './cursor.js';

/** CREATE MATERIALIZED VIEW, behind those words. */
export function createMaterializedView(cursor: Cursor): Command {
  const name = cursor.name();
  let autoRefresh = false;
  let backup = true;
  let distStyle: string | undefined;
  let distKey: string | undefined;
  let sortKey: string[] = [];
  for (;;) {
    if (cursor.takeWords('backup')) backup = yesNo(cursor);
    else if (cursor.takeWords('auto', 'refresh')) autoRefresh = yesNo(cursor);
    else if (cursor.takeWords('diststyle')) distStyle = cursor.identifier();
    else if (cursor.takeWords('distkey')) distKey = cursor.parenthesized(() => cursor.identifier())[0];
    else if (cursor.isWords('sortkey') || cursor.isWords('compound') || cursor.isWords('interleaved')) {
      cursor.takeOneOf('compound', 'interleaved');
      cursor.expectWords('sortkey');
      if (!cursor.takeWords('auto')) sortKey = cursor.parenthesized(() => cursor.identifier());
    } else break;
  }
  cursor.expectWords('as');
  const query = cursor.rest();
  if (query.text === '') throw cursor.error();
  return {
    kind: 'create-materialized-view',
    name,
    autoRefresh,
    backup,
    ...(distStyle === undefined ? {} : { distStyle }),
    ...(distKey === undefined ? {} : { distKey }),
    sortKey,
    query: query.text,
    queryOffset: query.offset,
  };
}

/** REFRESH MATERIALIZED VIEW name [RESTRICT | CASCADE]. */
export function refresh(cursor: Cursor): Command {
  cursor.expectWords('materialized', 'view');
  const name = cursor.name();
  cursor.takeOneOf('restrict', 'cascade');
  return { kind: 'refresh-materialized-view', name };
}

/** ALTER MATERIALIZED VIEW name AUTO REFRESH YES | NO. */
export function alterMaterializedView(cursor: Cursor): Command {
  const name = cursor.name();
  cursor.expectWords('auto', 'refresh');
  return { kind: 'alter-materialized-view', name, autoRefresh: yesNo(cursor) };
}

function yesNo(cursor: Cursor): boolean {
  const word = cursor.takeOneOf('yes', 'no', 'true', 'false');
  if (word === undefined) throw cursor.error();
  return word === 'yes' || word === 'true';
}

/** CREATE EXTERNAL SCHEMA, behind those words. Only FROM KINESIS is here; the other sources are refused by name. */
export function createExternalSchema(cursor: Cursor): Command {
  const ifNotExists = cursor.ifNotExists();
  const schema = cursor.identifier();
  cursor.expectWords('from');
  const sourceOffset = cursor.offset;
  const source = cursor.identifier();
  if (source !== 'kinesis') {
    if (!['kafka', 'msk', 'data', 'hive', 'postgres', 'mysql', 'redshift'].includes(source))
      throw cursor.error();
    const words = source === 'data' ? 'DATA CATALOG' : source.toUpperCase();
    throw new SqlError(
      `CREATE EXTERNAL SCHEMA FROM ${words} is not supported by the local Redshift`,
      '0A000',
      sourceOffset,
    );
  }
  let region: string | undefined;
  let iamRole: string | undefined;
  while (!cursor.done) {
    if (cursor.takeWords('region')) region = cursor.string();
    else if (cursor.takeWords('iam_role')) iamRole = cursor.takeWords('default') ? 'default' : role(cursor);
    else if (cursor.takeWords('authentication')) cursor.takeWords('iam') || cursor.expectWords('none');
    else throw cursor.error();
  }
  if (iamRole === undefined) throw cursor.error();
  return {
    kind: 'create-external-schema',
    schema,
    ifNotExists,
    source: 'kinesis',
    ...(region === undefined ? {} : { region }),
    iamRole,
  };
}

function role(cursor: Cursor): string {
  const arn = cursor.string();
  return arn.toLowerCase() === 'default' ? 'default' : arn;
}
