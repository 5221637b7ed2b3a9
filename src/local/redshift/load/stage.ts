import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { RelationRecord } from '../catalog/records.js';
import { duckdbType } from '../dialect/types.js';
import { qualified, quoted } from '../engine/identifiers.js';
import type { LoadColumn } from './target.js';
import type { DuckDB } from './values.js';

const chunkRows = 2048;
const stage = 'temp.main.copy_rows';

/** Rows on their way into a table: held by column until they are many enough to be worth a statement. */
export class Stage {
  readonly #api: DuckDB;
  readonly #connection: DuckDBConnection;
  readonly #table: RelationRecord;
  readonly #columns: LoadColumn[];
  readonly #types: DuckDBType[];
  #rows: DuckDBValue[][] = [];

  constructor(api: DuckDB, connection: DuckDBConnection, table: RelationRecord, columns: LoadColumn[]) {
    this.#api = api;
    this.#connection = connection;
    this.#table = table;
    this.#columns = columns;
    this.#types = columns.map((column) => stagedType(api, column));
  }

  get size(): number {
    return this.#rows.length;
  }

  add(row: DuckDBValue[]): void {
    this.#rows.push(row);
  }

  /** Puts the held rows into the table; columns that no file fills get their defaults. */
  async flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    const definitions = this.#columns.map(({ type }, index) => `c${index} ${stagedName(duckdbType(type))}`);
    await this.#connection.run(`CREATE OR REPLACE TEMP TABLE copy_rows (${definitions.join(', ')})`);
    const appender = await this.#connection.createAppender('copy_rows', 'main', 'temp');
    for (let from = 0; from < this.#rows.length; from += chunkRows) {
      const slice = this.#rows.slice(from, from + chunkRows);
      const chunk = this.#api.DuckDBDataChunk.create(this.#types, slice.length);
      chunk.setColumns(this.#columns.map((_, column) => slice.map((row) => row[column] ?? null)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    const names = this.#columns.map(({ name }) => quoted(name)).join(', ');
    await this.#connection.run(
      `INSERT INTO ${qualified(this.#table.schema, this.#table.name)} (${names}) SELECT * FROM ${stage}`,
    );
    await this.#connection.run(`DROP TABLE ${stage}`);
    this.#rows = [];
  }
}

// JSON is checked when it is cast on the way into the table.
function stagedName(type: string): string {
  return type === 'JSON' ? 'VARCHAR' : type;
}

function stagedType(api: DuckDB, { type }: LoadColumn): DuckDBType {
  const name = duckdbType(type);
  if (type.name === 'numeric') return api.DECIMAL(type.precision ?? 18, type.scale ?? 0);
  const types: Record<string, DuckDBType> = {
    SMALLINT: api.SMALLINT,
    INTEGER: api.INTEGER,
    BIGINT: api.BIGINT,
    FLOAT: api.FLOAT,
    DOUBLE: api.DOUBLE,
    BOOLEAN: api.BOOLEAN,
    DATE: api.DATE,
    TIMESTAMP: api.TIMESTAMP,
    'TIMESTAMP WITH TIME ZONE': api.TIMESTAMPTZ,
    TIME: api.TIME,
    'TIME WITH TIME ZONE': api.TIMETZ,
    BLOB: api.BLOB,
  };
  return types[name] ?? api.VARCHAR;
}
