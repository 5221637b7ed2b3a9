import { batchRelation, nameResolver } from '../catalog/name-resolver.js';
import { requireSchema } from '../catalog/privileges.js';
import type { Command } from '../dialect/command.js';
import { notSupported, type SqlError } from '../dialect/sql-error.js';
import { translate } from '../dialect/translate.js';
import { duckdbType } from '../dialect/types.js';
import { columnsOf, relationColumns } from '../engine/columns.js';
import { type Execution, writing } from '../engine/execution.js';
import { qualified, quoted } from '../engine/identifiers.js';
import { done, type Outcome } from '../engine/outcome.js';
import { describeQuery } from '../engine/query.js';
import { enter, fill, placeForNew } from '../engine/tables.js';
import { dependencies } from '../engine/views.js';
import { requireProjection, streamOf } from './definition.js';
import { stagingColumns } from './staging.js';
import { requireReadable } from './stream-access.js';

/** An empty batch, so that a streaming query's types can be asked before there is any record. */
const emptyBatch = `WITH ${batchRelation} AS (SELECT ${stagingColumns
  .map((column) => `NULL::${column.type} AS ${quoted(column.name)}`)
  .join(', ')} LIMIT 0) SELECT * FROM `;

/** CREATE MATERIALIZED VIEW: over a stream it is made empty; over tables it is filled at once. */
export async function createMaterializedView(
  execution: Execution,
  command: Extract<Command, { kind: 'create-materialized-view' }>,
): Promise<Outcome> {
  const transaction = writing(execution);
  const { catalog, connection } = transaction;
  const place = placeForNew(execution, command.name);
  const resolver = nameResolver(catalog, execution.session, execution.database.systemColumns, {
    streams: true,
  });
  const translation = await translate(command.query, resolver);
  const stream = streamOf(catalog, translation);
  if (stream) {
    requireSchema(catalog, catalog.user(execution.session.user), stream.schema, 'USAGE');
    requireProjection(command.query);
    await requireReadable(execution, catalog.schema(stream.schema), stream.name);
    const wrapped = { ...translation, sql: `(${translation.sql}) AS body` };
    const columns = relationColumns(await describeQuery(execution, wrapped, emptyBatch));
    const definitions = columns.map((column) => `${quoted(column.name)} ${duckdbType(column.type)}`);
    await connection.run(`CREATE TABLE ${qualified(place.schema, place.name)} (${definitions.join(', ')})`);
    enterView(execution, command, place, columns, translation, stream);
  } else {
    if (command.autoRefresh) throw noAutoRefresh();
    const columns = await columnsOf(execution, translation);
    await fill(execution, place, columns, translation);
    enterView(execution, command, place, columns, translation);
  }
  transaction.afterCommit.push(() => execution.services.autoRefreshChanged());
  return done(-1, translation.notices);
}

/** What reads tables is made anew at each refresh here, and nothing watches the tables: better no than a view that never changes. */
export function noAutoRefresh(): SqlError {
  return notSupported('AUTO REFRESH of a materialized view over tables (only over a stream)');
}

function enterView(
  execution: Execution,
  command: Extract<Command, { kind: 'create-materialized-view' }>,
  place: { schema: string; name: string },
  columns: ReturnType<typeof relationColumns>,
  translation: Awaited<ReturnType<typeof translate>>,
  stream?: { schema: string; name: string },
): void {
  enter(execution, {
    ...place,
    kind: 'materialized view',
    columns,
    query: command.query,
    dependsOn: dependencies(execution, translation),
    materialized: { autoRefresh: command.autoRefresh, ...(stream ? { stream } : {}) },
  });
}
