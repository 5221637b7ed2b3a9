import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../dialect/sql-error.js';
import {
  type CatalogKind,
  type CatalogKinds,
  type RelationRecord,
  relationKey,
  type SchemaRecord,
  type UserRecord,
} from './records.js';

type Entries = { [K in CatalogKind]: Map<string, CatalogKinds[K]> };

let versions = 0;

const kinds: CatalogKind[] = [
  'user',
  'group',
  'role',
  'schema',
  'relation',
  'model',
  'grant',
  'default',
  'fact',
];

/**
 * What a database knows of users, schemas, relations and grants: held in memory, stored in
 * `redshift_catalog.entries` of the same DuckDB file. Records are never changed in place, so a copy is cheap: a
 * transaction works on its own copy, which becomes the committed one when DuckDB has committed.
 */
export class Catalog {
  readonly #entries: Entries;
  readonly #changed = new Map<string, { kind: CatalogKind; key: string }>();
  /** Another number for every state of any catalog of this process: what is cached under it is never another's. */
  version: number;

  private constructor(entries: Entries, version: number) {
    this.#entries = entries;
    this.version = version;
  }

  static async load(connection: DuckDBConnection): Promise<Catalog> {
    await connection.run('CREATE SCHEMA IF NOT EXISTS redshift_catalog');
    await connection.run(
      'CREATE TABLE IF NOT EXISTS redshift_catalog.entries (kind VARCHAR, key VARCHAR, value JSON)',
    );
    const entries = emptyEntries();
    const rows = await connection.runAndReadAll('SELECT kind, key, value FROM redshift_catalog.entries');
    for (const [kind, key, value] of rows.getRows() as [CatalogKind, string, string][]) {
      (entries[kind] as Map<string, unknown>).set(key, JSON.parse(value));
    }
    return new Catalog(entries, ++versions);
  }

  /** A copy to change; this one stays as it is. */
  copy(): Catalog {
    const entries = emptyEntries();
    for (const kind of kinds) {
      for (const [key, value] of this.#entries[kind]) (entries[kind] as Map<string, unknown>).set(key, value);
    }
    return new Catalog(entries, this.version);
  }

  get<K extends CatalogKind>(kind: K, key: string): CatalogKinds[K] | undefined {
    return this.#entries[kind].get(key) as CatalogKinds[K] | undefined;
  }

  all<K extends CatalogKind>(kind: K): CatalogKinds[K][] {
    return [...this.#entries[kind].values()] as CatalogKinds[K][];
  }

  put<K extends CatalogKind>(kind: K, key: string, value: CatalogKinds[K]): void {
    (this.#entries[kind] as Map<string, CatalogKinds[K]>).set(key, value);
    this.#touch(kind, key);
  }

  remove(kind: CatalogKind, key: string): void {
    this.#entries[kind].delete(key);
    this.#touch(kind, key);
  }

  /** A new object id, as oids are. */
  newId(): number {
    const id = this.get('fact', 'nextId')?.value ?? 100_000;
    this.put('fact', 'nextId', { value: id + 1 });
    return id;
  }

  /** Writes what changed into the connection's open transaction. */
  async flush(connection: DuckDBConnection): Promise<void> {
    for (const { kind, key } of this.#changed.values()) {
      await connection.run('DELETE FROM redshift_catalog.entries WHERE kind = $1 AND key = $2', [kind, key]);
      const value = this.get(kind, key);
      if (value === undefined) continue;
      const row = [kind, key, JSON.stringify(value)];
      await connection.run('INSERT INTO redshift_catalog.entries VALUES ($1, $2, $3)', row);
    }
    this.#changed.clear();
  }

  /** @throws SqlError `schema "x" does not exist` */
  schema(name: string): SchemaRecord {
    const record = this.get('schema', name);
    if (!record) throw new SqlError(`schema "${name}" does not exist`, '3F000');
    return record;
  }

  relation(schema: string, name: string): RelationRecord | undefined {
    return this.get('relation', relationKey(schema, name));
  }

  /** @throws SqlError `user "x" does not exist` */
  user(name: string): UserRecord {
    const record = this.get('user', name);
    if (!record) throw new SqlError(`user "${name}" does not exist`, '42704');
    return record;
  }

  #touch(kind: CatalogKind, key: string): void {
    this.#changed.set(`${kind} ${key}`, { kind, key });
    if (kind === 'relation' || kind === 'schema' || kind === 'model') this.version = ++versions;
  }
}

function emptyEntries(): Entries {
  return {
    user: new Map(),
    group: new Map(),
    role: new Map(),
    schema: new Map(),
    relation: new Map(),
    model: new Map(),
    grant: new Map(),
    default: new Map(),
    fact: new Map(),
  };
}
