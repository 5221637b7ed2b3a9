import type { Cloud } from '../../cloud.js';
import { iamUser } from '../catalog/first-entries.js';
import type { ClusterStore } from '../clusters/cluster-store.js';
import { passwordMatches } from '../clusters/master-password.js';
import { SqlError } from '../dialect/sql-error.js';
import { Cancellation } from '../engine/cancellation.js';
import type { Database, Transaction } from '../engine/database.js';
import type { EngineServices } from '../engine/execution.js';
import type { Outcome } from '../engine/outcome.js';
import { onlyReads, runStatement, runWithin, type StatementToRun } from '../engine/run-statement.js';
import { newSession, type Session } from '../engine/session.js';
import type { Connection } from './connect.js';
import { ResultWriter } from './result-writer.js';
import { type SqlRecord, type StatementRecord, settled } from './statement-record.js';
import type { StatementStore } from './statement-store.js';

/** The database of a cluster with what its engine needs. */
export interface OpenCluster {
  database: Database;
  services: EngineServices;
}

/** Signing in failed; shown as `FATAL: …`, as a server says it. */
class ConnectionRefused extends Error {}

/** Runs the Data API's statements and lets others wait for them or stop them. */
export class Runner {
  readonly #store: StatementStore;
  readonly #clusters: ClusterStore;
  readonly #cloud: Cloud;
  readonly #open: (identifier: string) => OpenCluster;
  readonly #running = new Map<string, { done: Promise<void>; cancellation: Cancellation }>();

  constructor(
    cloud: Cloud,
    clusters: ClusterStore,
    store: StatementStore,
    open: (identifier: string) => OpenCluster,
  ) {
    this.#cloud = cloud;
    this.#clusters = clusters;
    this.#store = store;
    this.#open = open;
  }

  /** Begins a statement that has been saved as SUBMITTED. */
  submit(
    record: StatementRecord,
    connection: Connection,
    session = newSession(connection.user, connection.database),
  ): void {
    const cancellation = new Cancellation();
    record.pid = session.pid;
    const done = this.#run(record, connection, session, cancellation).finally(() =>
      this.#running.delete(record.id),
    );
    this.#running.set(record.id, { done, cancellation });
  }

  /** Waits until the statement has ended or the time is over; `seconds` as WaitTimeSeconds. */
  async wait(id: string, seconds: number | undefined, signal?: AbortSignal): Promise<void> {
    const running = this.#running.get(id.replace(/:\d+$/, ''));
    if (!running || !seconds) return;
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, seconds * 1000);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([running.done, timeUp]);
    clearTimeout(timer);
  }

  /** Stops a statement; false when it is not running. */
  async cancel(id: string): Promise<boolean> {
    const running = this.#running.get(id.replace(/:\d+$/, ''));
    if (!running) return false;
    running.cancellation.cancel();
    return true;
  }

  /** Stops everything and waits for it. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { cancellation } of all) cancellation.cancel();
    await Promise.all(all.map(({ done }) => done));
  }

  async #run(
    record: StatementRecord,
    connection: Connection,
    session: Session,
    cancellation: Cancellation,
  ): Promise<void> {
    // The reply goes out first: a statement is SUBMITTED, then PICKED.
    await new Promise((resolve) => setImmediate(resolve));
    record.status = 'PICKED';
    const started = process.hrtime.bigint();
    try {
      cancellation.check();
      const open = this.#open(record.clusterIdentifier);
      await this.#signIn(open.database, connection);
      record.status = 'STARTED';
      if (record.batch) await this.#runBatch(open, record, session, cancellation);
      else await this.#runOne(open, record, record.sqls[0] as SqlRecord, session, cancellation);
      record.status = record.sqls.every((sql) => sql.status === 'FINISHED') ? 'FINISHED' : 'FAILED';
    } catch (error) {
      record.status = cancellation.cancelled ? 'ABORTED' : 'FAILED';
      record.error = words(error);
      for (const sql of record.sqls) {
        if (!settled(sql)) sql.status = 'ABORTED';
      }
      if (!record.batch && record.sqls[0]) {
        record.sqls[0].status = record.status;
        record.sqls[0].error = record.error;
      }
      if (!(error instanceof SqlError) && !(error instanceof ConnectionRefused)) {
        this.#cloud.log(`redshift-data: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      }
    }
    record.duration = Number(process.hrtime.bigint() - started);
    record.updatedAt = Date.now();
    try {
      this.#store.save(record);
    } catch (error) {
      // A full disk: the end is known in memory, and after a restart the statement counts as interrupted.
      this.#cloud.log(`redshift-data: the end of ${record.id} could not be written: ${words(error)}`);
    }
  }

  async #runOne(
    { database, services }: OpenCluster,
    record: StatementRecord,
    sql: SqlRecord,
    session: Session,
    cancellation: Cancellation,
    transaction?: Transaction,
  ): Promise<void> {
    const sink = new ResultWriter(this.#store);
    const statement: StatementToRun = {
      text: sql.sql,
      session,
      parameters: new Map((record.parameters ?? []).map(({ name, value }) => [name, value])),
      queryId: sql.queryId,
      sink,
      cancellation,
    };
    const started = process.hrtime.bigint();
    sql.status = 'STARTED';
    try {
      const outcome: Outcome = transaction
        ? await runWithin(database, services, statement, transaction)
        : await runStatement(database, services, statement);
      sql.status = 'FINISHED';
      sql.hasResultSet = outcome.hasResultSet;
      sql.resultRows = outcome.rowCount;
      if (outcome.hasResultSet) Object.assign(sql, sink.finish());
    } catch (error) {
      sql.status = cancellation.cancelled ? 'ABORTED' : 'FAILED';
      sql.error = words(error);
      throw error;
    } finally {
      sql.duration = Number(process.hrtime.bigint() - started);
      sql.updatedAt = Date.now();
    }
  }

  async #runBatch(
    open: OpenCluster,
    record: StatementRecord,
    session: Session,
    cancellation: Cancellation,
  ): Promise<void> {
    if (record.executionMode === 'AUTO_COMMIT') {
      for (const sql of record.sqls) {
        cancellation.check();
        await this.#runOne(open, record, sql, session, cancellation).catch((error: unknown) => {
          if (cancellation.cancelled) throw error;
          record.error ??= words(error);
        });
      }
      return;
    }
    const all = async (transaction?: Transaction) => {
      for (const sql of record.sqls) {
        cancellation.check();
        await this.#runOne(open, record, sql, session, cancellation, transaction);
      }
    };
    if (onlyReads(record.sqls.map((sql) => sql.sql))) await all();
    else await open.database.write((transaction) => all(transaction));
  }

  async #signIn(database: Database, connection: Connection): Promise<void> {
    if (connection.database !== database.options.name) {
      throw new ConnectionRefused(`FATAL: database "${connection.database}" does not exist`);
    }
    const user = (await database.catalog()).get('user', connection.user);
    if (!user && connection.create) {
      await database.write(async ({ catalog }) => iamUser(catalog, connection.user));
      return;
    }
    if (!user) throw new ConnectionRefused(`FATAL: user "${connection.signsInAs}" does not exist`);
    if (connection.password === undefined) return;
    const cluster = this.#clusters.get(connection.cluster.identifier);
    const hash =
      user.name === cluster.masterUsername
        ? (user.passwordHash ?? cluster.masterPasswordHash)
        : user.passwordHash;
    if (!hash || !passwordMatches(connection.password, hash)) {
      throw new ConnectionRefused(`FATAL: password authentication failed for user "${connection.user}"`);
    }
  }
}

/** An error as the Data API shows it. */
function words(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof ConnectionRefused ? message : `ERROR: ${message}`;
}
