import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../dialect/sql-error.js';

/** Lets another request stop a running statement, wherever it is. */
export class Cancellation {
  #connection: DuckDBConnection | undefined;
  #cancelled = false;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Interrupts what DuckDB runs for the statement now, and all it would run later. */
  cancel(): void {
    this.#cancelled = true;
    this.#connection?.interrupt();
  }

  /** @throws SqlError when the statement was cancelled */
  check(): void {
    if (this.#cancelled) throw new SqlError("Query cancelled on user's request", '57014');
  }

  /** Holds a connection for the time of the work: only then may it be interrupted. */
  async hold<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
    this.check();
    this.#connection = connection;
    try {
      return await work();
    } catch (error) {
      this.check();
      throw error;
    } finally {
      this.#connection = undefined;
    }
  }
}
