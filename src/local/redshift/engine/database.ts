import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Catalog } from '../catalog/catalog.js';
import { firstEntries } from '../catalog/first-entries.js';
import { createSystemViews, type SystemColumns } from '../catalog/system-views.js';
import { pruning, pruningInterval } from '../catalog/tables.js';
import { forgetStaging } from '../streaming/staging.js';
import { Mutex } from './mutex.js';
import { Pool } from './pool.js';

/** How a cluster's database is opened. */
export interface DatabaseOptions {
  /** The folder that holds `database.duckdb` and temporary files. */
  folder: string;
  /** The database's name in SQL: `dev`. */
  name: string;
  admin: string;
  /** DuckDB's own share of memory, e.g. `160MB`. */
  memoryLimit?: string;
  log?(line: string): void;
}

/** A transaction on the one writing connection. */
export interface Transaction {
  readonly connection: DuckDBConnection;
  /** The catalog as this transaction sees it. */
  readonly catalog: Catalog;
  /** Run after COMMIT. */
  readonly afterCommit: (() => void)[];
  /** Run after ROLLBACK, in a transaction of its own where it writes. */
  readonly afterRollback: (() => Promise<void>)[];
}

/** Work on the one writing connection outside of any transaction. */
type WriterWork<T> = (connection: DuckDBConnection, catalog: Catalog) => Promise<T>;

/** A connection that queries may use, and the catalog they see. */
export interface Reader {
  readonly connection: DuckDBConnection;
  readonly catalog: Catalog;
}

// Each running DuckDB call holds one of libuv's threads (4 unless UV_THREADPOOL_SIZE says more), and so do the
// file writes of every other service: readers and writer together must leave some free.
const readerCount = Math.max(2, Math.floor(Number(process.env.UV_THREADPOOL_SIZE ?? 4) / 2));

/**
 * One cluster's DuckDB: opened at first use or by `warmUp`, one connection that writes, a few that read. Every write is one DuckDB
 * transaction with the catalog's changes in it.
 */
export class Database {
  readonly options: DatabaseOptions;
  #opening: Promise<void> | undefined;
  #instance: DuckDBInstance | undefined;
  #writer: DuckDBConnection | undefined;
  #readers: DuckDBConnection[] = [];
  #pool: Pool<DuckDBConnection> = new Pool<DuckDBConnection>([]);
  readonly #writing = new Mutex();
  #catalog: Catalog | undefined;
  #systemColumns: SystemColumns = new Map();
  #closed = false;
  #nextPruning = 0;

  constructor(options: DatabaseOptions) {
    this.options = options;
  }

  get isOpen(): boolean {
    return this.#catalog !== undefined && !this.#closed;
  }

  /** The committed catalog. */
  async catalog(): Promise<Catalog> {
    await this.#open();
    return this.#catalog as Catalog;
  }

  /** Opens it, and loads the parser, ahead of the first statement. */
  async warmUp(): Promise<void> {
    const { loadPolyglot } = await import('../dialect/polyglot.js');
    await Promise.all([this.#open(), loadPolyglot()]);
  }

  /** The system views' columns, by view name. */
  get systemColumns(): SystemColumns {
    return this.#systemColumns;
  }

  /** Runs a query's work on a reading connection. A long one does not keep writers waiting. */
  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    await this.#open();
    return this.#pool.use((connection) => work({ connection, catalog: this.#catalog as Catalog }));
  }

  /**
   * As `read`, all of it on the tables as they were at its beginning: DuckDB plans by a table's statistics, and a plan
   * made before a commit but run after it would leave out rows, or fail.
   */
  async snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.read(async (reader) => {
      await reader.connection.run('BEGIN TRANSACTION');
      try {
        return await work(reader);
      } finally {
        // There is nothing to keep.
        await reader.connection.run('ROLLBACK').catch(() => {});
      }
    });
  }

  /**
   * Runs work in one transaction; whatever it throws rolls everything back.
   * @param before runs ahead of the transaction, with no other writer: temporary tables filled here are read by all of
   *   DuckDB's threads, those filled in the transaction itself by one
   */
  async write<T>(work: (transaction: Transaction) => Promise<T>, before?: WriterWork<void>): Promise<T> {
    await this.#open();
    const afterRollback: (() => Promise<void>)[] = [];
    try {
      return await this.#writing.run(async () => {
        await before?.(this.#writer as DuckDBConnection, this.#catalog as Catalog);
        return this.#writeNow(work, afterRollback);
      });
    } catch (error) {
      // Only now may they write themselves: the writer is free again.
      for (const after of afterRollback) await after();
      throw error;
    }
  }

  async #writeNow<T>(
    work: (transaction: Transaction) => Promise<T>,
    afterRollback: (() => Promise<void>)[],
  ): Promise<T> {
    const connection = this.#writer as DuckDBConnection;
    if (this.#closed) throw new Error('The cluster is closed.');
    const catalog = (this.#catalog as Catalog).copy();
    const transaction: Transaction = { connection, catalog, afterCommit: [], afterRollback };
    await connection.run('BEGIN TRANSACTION');
    let result: T;
    try {
      await this.#prune(connection);
      result = await work(transaction);
      await catalog.flush(connection);
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => {});
      forgetStaging(connection);
      throw error;
    }
    this.#catalog = catalog;
    for (const after of transaction.afterCommit) after();
    return result;
  }

  /** Runs work on the writing connection outside any transaction, with no other writer. */
  async withWriter<T>(work: WriterWork<T>): Promise<T> {
    await this.#open();
    return this.#writing.run(() => work(this.#writer as DuckDBConnection, this.#catalog as Catalog));
  }

  /** Closes every connection; what runs is interrupted first. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#opening?.catch(() => {});
    for (const connection of [this.#writer, ...this.#readers]) connection?.interrupt();
    await this.#writing.run(async () => {
      await this.#writer?.run('CHECKPOINT').catch(() => {});
    });
    this.#writer?.closeSync();
    for (const connection of this.#readers) connection.closeSync();
    this.#instance?.closeSync();
  }

  async #prune(connection: DuckDBConnection): Promise<void> {
    if (Date.now() < this.#nextPruning) return;
    this.#nextPruning = Date.now() + pruningInterval;
    for (const statement of pruning) await connection.run(statement);
  }

  #open(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('The cluster is closed.'));
    this.#opening ??= this.#openNow().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openNow(): Promise<void> {
    // DuckDB takes half a second to load: not before a cluster is used.
    const [{ DuckDBInstance: Instance }, { macros, settings }] = await Promise.all([
      import('@duckdb/node-api'),
      import('../dialect/macros.js'),
    ]);
    mkdirSync(this.options.folder, { recursive: true, mode: 0o700 });
    const instance = await Instance.create(join(this.options.folder, 'database.duckdb'), {
      threads: '2',
      memory_limit: this.options.memoryLimit ?? '128MB',
      temp_directory: join(this.options.folder, 'spill'),
      // Written WAL is folded into the file once it reaches this size, and when the cluster closes.
      checkpoint_threshold: '32MB',
      allow_community_extensions: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const writer = await instance.connect();
    await writer.run(settings.join(';\n'));
    // An INSERT that keeps the order of its rows holds them back until those before have been written, and works on
    // one thread when they are many. Redshift promises no order either; readers keep theirs.
    await writer.run('SET SESSION preserve_insertion_order = false');
    // One transaction: a hundred definitions, each committed by itself, would be a hundred writes to the disk. Macros
    // and views are made anew at every opening: what a newer version defines is never an older file's.
    await writer.run('BEGIN TRANSACTION');
    await writer.run(
      [...macros, 'CREATE SCHEMA IF NOT EXISTS public', 'CREATE SCHEMA IF NOT EXISTS redshift_system'].join(
        ';\n',
      ),
    );
    const catalog = await Catalog.load(writer);
    this.#systemColumns = await createSystemViews(writer);
    firstEntries(catalog, this.options);
    await catalog.flush(writer);
    await writer.run('COMMIT');
    const readers = await Promise.all(Array.from({ length: readerCount }, () => instance.connect()));
    for (const reader of readers) await reader.run(settings.join(';\n'));
    this.#instance = instance;
    this.#writer = writer;
    this.#readers = readers;
    this.#pool = new Pool(readers);
    this.#catalog = catalog;
  }
}
