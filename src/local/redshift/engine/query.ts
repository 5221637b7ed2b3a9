import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import { lookUp } from '../catalog/name-resolver.js';
import { granteesOf, mayRelation, requireRelation, requireSchema } from '../catalog/privileges.js';
import { volatileViews } from '../catalog/system-views.js';
import { translateError } from '../dialect/errors.js';
import type { Translation } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { translate } from '../dialect/translate.js';
import { duckdbType, parseType, redshiftType } from '../dialect/types.js';
import { modelsBehind, requireExecute } from '../ml/find-model.js';
import { cellOf } from './cells.js';
import type { Execution } from './execution.js';
import type { Cell, Outcome, ResultColumn } from './outcome.js';

/** Runs a SELECT and hands its rows to the sink as they come. */
export async function runQuery(execution: Execution, text: string): Promise<Outcome> {
  const translation = await translate(text, execution.resolver);
  await prepareToRead(execution, translation);
  const rowCount = await streamRows(execution, translation);
  return { hasResultSet: true, rowCount, notices: translation.notices };
}

/** Checks SELECT on all that a query reads, and sets what the system views ask of the session. */
export async function prepareToRead(execution: Execution, translation: Translation): Promise<void> {
  requireSelect(execution, translation);
  await setVariables(execution);
  for (const { name } of translation.relations) {
    if (name in volatileViews && !lookUp(execution.catalog, execution.session, { name, start: 0 })) {
      await fillVolatile(execution, name);
    }
  }
}

/** @throws SqlError `permission denied for relation x`, `permission denied for schema x` */
export function requireSelect(execution: Execution, translation: Translation): void {
  const { catalog, session } = execution;
  const user = catalog.user(session.user);
  for (const { schema, name } of translation.relations) {
    if (schema !== undefined && catalog.get('schema', schema)?.external) {
      requireSchema(catalog, user, schema, 'USAGE');
      continue;
    }
    const relation = lookUp(catalog, session, {
      ...(schema === undefined ? {} : { schema }),
      name,
      start: 0,
    });
    if (!relation) continue;
    requireRelation(catalog, user, relation, 'SELECT');
    if (relation.kind === 'view') requireExecute(catalog, user, modelsBehind(catalog, relation.dependsOn));
  }
  requireExecute(catalog, user, translation.functions);
}

/** Whether the user may do something with a relation; `permission denied` when not. */
export function requirePrivilege(
  execution: Execution,
  name: { schema?: string; name: string; start: number },
  privilege: string,
): void {
  const relation = lookUp(execution.catalog, execution.session, name);
  if (!relation) return;
  const user = execution.catalog.user(execution.session.user);
  requireSchema(execution.catalog, user, relation.schema, 'USAGE');
  if (!mayRelation(execution.catalog, user, relation, privilege)) {
    throw new SqlError(`permission denied for relation ${relation.name}`, '42501');
  }
}

/** Prepares a translated statement with the execution's parameters bound. */
export async function prepare(
  execution: Execution,
  translation: Translation,
): Promise<DuckDBPreparedStatement> {
  const prepared = await execution.connection.prepare(translation.sql).catch((error: unknown) => {
    throw translateError(error);
  });
  for (const [index, name] of translation.parameters.entries()) {
    const value = execution.parameters.get(name);
    if (value === undefined) throw new SqlError(`Parameter "${name}" has no value`, '22023');
    await bind(execution.connection, prepared, index + 1, value);
  }
  return prepared;
}

// The Data API's values are text; Redshift gives each the type that its place in the statement asks for.
async function bind(
  connection: DuckDBConnection,
  prepared: DuckDBPreparedStatement,
  index: number,
  value: string,
): Promise<void> {
  const type = prepared.parameterType(index);
  const name = String(type);
  if (
    name === 'VARCHAR' ||
    name === 'ANY' ||
    name === 'UNKNOWN' ||
    name === 'SQLNULL' ||
    name === 'INVALID'
  ) {
    prepared.bindVarchar(index, value);
    return;
  }
  const cast = await connection
    .runAndReadAll(`SELECT CAST($1::VARCHAR AS ${name})`, [value])
    .catch((error: unknown) => {
      throw translateError(error);
    });
  prepared.bindValue(index, cast.getRows()[0]?.[0] as DuckDBValue, type);
}

async function streamRows(execution: Execution, translation: Translation): Promise<number> {
  const prepared = await prepare(execution, translation);
  try {
    const result = await prepared.stream();
    const columns = resultColumns(translation, result.columnNames(), result.columnTypes().map(columnType));
    execution.sink.columns(columns);
    const convert = columns.map((column) => cellOf(column.type));
    let count = 0;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const values = chunk.getColumns();
      const rows: Cell[][] = new Array(chunk.rowCount);
      for (let row = 0; row < chunk.rowCount; row++) {
        rows[row] = convert.map((toCell, column) => toCell(values[column]?.[row] ?? null));
      }
      count += rows.length;
      await execution.sink.rows(rows);
      execution.cancellation.check();
    }
    return count;
  } catch (error) {
    throw translateError(error);
  } finally {
    prepared.destroySync();
  }
}

function resultColumns(translation: Translation, names: string[], types: string[]): ResultColumn[] {
  const [only] = translation.relations.length === 1 ? translation.relations : [];
  return names.map((name, index) => {
    const known = translation.columns[index];
    const type =
      known?.type === undefined
        ? redshiftType(types[index] ?? 'VARCHAR')
        : columnTypeOf(known.type, types[index]);
    return {
      name: known?.name ?? name,
      type,
      schemaName: only ? (only.schema ?? 'public') : '',
      tableName: only?.name ?? '',
    };
  });
}

/** DuckDB's name of a column's type; JSON is a VARCHAR with an alias. */
function columnType(type: { toString(): string; alias?: string }): string {
  return type.alias === 'JSON' ? 'JSON' : String(type);
}

// What the rewrite says of a type wins, unless DuckDB answers in another kind: then the value decides.
function columnTypeOf(said: string, duckdb: string | undefined) {
  try {
    const type = parseType(said);
    if (
      duckdb !== undefined &&
      duckdbType(type).split('(')[0] !== duckdb.split('(')[0] &&
      !(duckdb === 'VARCHAR' || duckdb === 'JSON')
    ) {
      return redshiftType(duckdb);
    }
    return type;
  } catch {
    return redshiftType(duckdb ?? 'VARCHAR');
  }
}

/** The types of a query's columns, as the catalog keeps them, without running it. */
export async function describeQuery(
  execution: Execution,
  translation: Translation,
  prefix = '',
): Promise<{ name: string; type: RedshiftColumnType }[]> {
  const prepared = await execution.connection.prepare(prefix + translation.sql).catch((error: unknown) => {
    throw translateError(error);
  });
  try {
    const names = Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnName(index));
    const types = names.map((_, index) => columnType(prepared.columnType(index)));
    return resultColumns(translation, names, types).map(({ name, type }) => ({ name, type }));
  } finally {
    prepared.destroySync();
  }
}

type RedshiftColumnType = ResultColumn['type'];

/** Tells the connection who asks: the system views show each user what it may see. */
export async function setVariables({ connection, session, catalog }: Execution): Promise<void> {
  const user = catalog.get('user', session.user);
  const key = `${session.user} ${session.database} ${user?.superuser} ${user?.groups} ${user?.roles}`;
  if (told.get(connection) === key) return;
  await connection.run(`SET VARIABLE rs_user = ${literal(session.user)}`);
  await connection.run(`SET VARIABLE rs_database = ${literal(session.database)}`);
  await connection.run(`SET VARIABLE rs_superuser = ${user?.superuser === true}`);
  await connection.run(
    `SET VARIABLE rs_grantees = [${(user ? granteesOf(user) : []).map(literal).join(', ')}]::VARCHAR[]`,
  );
  told.set(connection, key);
}

const told = new WeakMap<DuckDBConnection, string>();

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function fillVolatile(execution: Execution, view: string): Promise<void> {
  const definition = volatileViews[view] ?? [];
  const superuser = execution.catalog.get('user', execution.session.user)?.superuser === true;
  const rows = execution.services.volatileRows(view, execution.session, superuser);
  const shape = Object.fromEntries(definition.map(([name, type]) => [name, duckdbType(type)]));
  await execution.connection.run(
    `CREATE OR REPLACE TEMP TABLE ${view} AS
     SELECT unnest(from_json($1::JSON, '[${JSON.stringify(shape)}]'), recursive := true)`,
    [JSON.stringify(rows)],
  );
}
