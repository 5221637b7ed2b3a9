import { findRelation } from '../catalog/name-resolver.js';
import { requireOwner } from '../catalog/privileges.js';
import { type RelationRecord, relationKey } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import { SqlError } from '../dialect/sql-error.js';
import { type Execution, writing } from '../engine/execution.js';
import { done, type Outcome } from '../engine/outcome.js';
import { noAutoRefresh } from './create-view.js';
import { type Refresh, recompute, refreshStream, refreshStreamWithin } from './refresh.js';
import { requireReadable } from './stream-access.js';

type RefreshCommand = Extract<Command, { kind: 'refresh-materialized-view' }>;

/**
 * REFRESH MATERIALIZED VIEW. Inside a transaction block it commits with the block; alone it runs as its own
 * transactions, one a batch.
 * @throws SqlError `must be owner of materialized view x`
 */
export async function refreshCommand(execution: Execution, command: RefreshCommand): Promise<Outcome> {
  const { catalog, session, database, services, cancellation } = execution;
  const view = findRelation(catalog, session, command.name, 'Materialized view');
  if (!view.materialized) throw new SqlError(`"${view.name}" is not a materialized view`, '42P01');
  const user = catalog.user(session.user);
  requireOwner(user, view);
  const refresh: Refresh = {
    database,
    reader: services.reader,
    view,
    identity: {
      user: session.user,
      userId: user.id,
      sessionId: session.pid,
      queryId: execution.queryId,
      transactionId: execution.queryId,
    },
    type: 'Manual',
    cancellation,
  };
  return view.materialized.stream ? refreshStreaming(execution, refresh) : refreshTables(execution, refresh);
}

async function refreshStreaming(execution: Execution, refresh: Refresh): Promise<Outcome> {
  const { view } = refresh;
  const stream = view.materialized?.stream;
  if (stream) await requireReadable(execution, execution.catalog.schema(stream.schema), stream.name);
  const { scanned } = execution.transaction
    ? await refreshStreamWithin(refresh, execution.transaction)
    : await refreshStream(refresh);
  const words = scanned > 0 ? 'was incrementally updated successfully' : 'is already up to date';
  return done(-1, [`INFO:  Materialized view ${view.name} ${words}.`]);
}

async function refreshTables(execution: Execution, refresh: Refresh): Promise<Outcome> {
  if (execution.transaction) await recompute(refresh, execution.transaction);
  else {
    await execution.database.write((transaction) =>
      execution.cancellation.hold(transaction.connection, () => recompute(refresh, transaction)),
    );
  }
  return done(-1, [`INFO:  Materialized view ${refresh.view.name} was recomputed successfully.`]);
}

/** ALTER MATERIALIZED VIEW … AUTO REFRESH { YES | NO } */
export function alterView(
  execution: Execution,
  command: Extract<Command, { kind: 'alter-materialized-view' }>,
): Outcome {
  const transaction = writing(execution);
  const view = findRelation(execution.catalog, execution.session, command.name, 'Materialized view');
  if (!view.materialized) throw new SqlError(`"${view.name}" is not a materialized view`, '42P01');
  requireOwner(execution.catalog.user(execution.session.user), view);
  if (command.autoRefresh && !view.materialized.stream) throw noAutoRefresh();
  const changed: RelationRecord = {
    ...view,
    materialized: { ...view.materialized, autoRefresh: command.autoRefresh },
  };
  transaction.catalog.put('relation', relationKey(view.schema, view.name), changed);
  transaction.afterCommit.push(() => execution.services.autoRefreshChanged());
  return done();
}
