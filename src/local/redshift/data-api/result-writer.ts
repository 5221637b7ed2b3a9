import type { Cell, ResultColumn, RowSink } from '../engine/outcome.js';
import type { PageAddress } from './statement-record.js';
import type { StatementStore } from './statement-store.js';

/** A page of a result holds about this much. */
const pageBytes = 1024 * 1024;
/** Redshift's largest result (Data API quotas). */
const resultBytes = 500 * 1024 * 1024;

/** Takes a statement's rows as they come and writes them a page at a time. */
export class ResultWriter implements RowSink {
  readonly #store: StatementStore;
  #columns: ResultColumn[] = [];
  #pages: PageAddress[] = [];
  #waiting: Cell[][] = [];
  #waitingBytes = 0;
  #bytes = 0;

  constructor(store: StatementStore) {
    this.#store = store;
  }

  columns(columns: ResultColumn[]): void {
    this.#columns = columns;
  }

  rows(rows: Cell[][]): void {
    for (const row of rows) {
      let size = 0;
      for (const cell of row) size += typeof cell === 'string' ? cell.length : 8;
      this.#bytes += size;
      this.#waitingBytes += size + 4 * row.length;
      this.#waiting.push(row);
      if (this.#waitingBytes >= pageBytes) this.#flush();
    }
    if (this.#bytes > resultBytes) {
      throw new Error('The query result exceeds the maximum size of 500 MB');
    }
  }

  /** Writes what is left, and tells where everything lies. */
  finish(): { columns: ResultColumn[]; pages: PageAddress[]; resultSize: number } {
    if (this.#waiting.length > 0) this.#flush();
    return { columns: this.#columns, pages: this.#pages, resultSize: this.#bytes };
  }

  #flush(): void {
    this.#pages.push(this.#store.savePage(this.#waiting));
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
