import type { QualifiedName } from '../dialect/command-parts.js';
import type { NameResolver, RelationColumn } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { type Session, searchPath } from '../engine/session.js';
import { predictionFunction } from '../ml/functions.js';
import type { Catalog } from './catalog.js';
import type { RelationRecord } from './records.js';
import { type SystemColumns, volatileViews } from './system-views.js';

/** The columns of a Kinesis stream under an external schema (Developer Guide, streaming ingestion). */
export const streamColumns: RelationColumn[] = [
  { name: 'approximate_arrival_timestamp', type: 'timestamp' },
  { name: 'partition_key', type: 'varchar(256)' },
  { name: 'shard_id', type: 'bpchar(20)' },
  { name: 'sequence_number', type: 'varchar(128)' },
  { name: 'refresh_time', type: 'timestamp' },
  { name: 'kinesis_data', type: 'varbyte(1048576)' },
];

/** What stands for the stream in a streaming view's translated query: a common table expression of each batch. */
export const batchRelation = 'stream_batch';

/**
 * Resolves names for one session against one catalog.
 * `streams` allows names in external schemas: only a streaming materialized view may read them.
 */
export function nameResolver(
  catalog: Catalog,
  session: Session,
  system: SystemColumns,
  options: { streams?: boolean } = {},
): NameResolver {
  const user = catalog.get('user', session.user);
  return {
    user: session.user,
    database: session.database,
    lastCopy: session.lastCopy,
    version: `${catalog.version} ${session.user} ${session.settings.get('search_path') ?? ''} ${options.streams ?? ''} ${session.lastCopy?.queryId ?? ''} ${session.lastCopy?.rows ?? ''}`,
    relation(schema, name) {
      if (schema !== undefined) {
        const external = catalog.get('schema', schema)?.external;
        if (external) {
          if (options.streams)
            return { schema, columns: streamColumns, target: { name: batchRelation }, stream: true };
          throw new SqlError(
            `Streaming source "${schema}"."${name}" can be queried only through a materialized view`,
            '0A000',
          );
        }
        if (schema === 'pg_catalog' || schema === 'information_schema') return systemView(system, name);
        return plain(catalog.relation(schema, name));
      }
      for (const candidate of searchPath(session)) {
        const found = catalog.relation(candidate, name);
        if (found && user) return plain(found);
      }
      return systemView(system, name);
    },
    function(schema, name, types) {
      const schemas = schema === undefined ? searchPath(session) : [schema];
      return predictionFunction(catalog, schemas, name, types);
    },
  };
}

/**
 * The relation that a statement names.
 * @throws SqlError `relation "x" does not exist`, `schema "x" does not exist`
 */
export function findRelation(
  catalog: Catalog,
  session: Session,
  name: QualifiedName,
  kind?: string,
): RelationRecord {
  const found = lookUp(catalog, session, name);
  if (found) return found;
  if (name.schema !== undefined) catalog.schema(name.schema);
  throw new SqlError(`${kind ?? 'relation'} "${written(name)}" does not exist`, '42P01', name.start);
}

/** As `findRelation`, without a complaint. */
export function lookUp(catalog: Catalog, session: Session, name: QualifiedName): RelationRecord | undefined {
  if (name.schema !== undefined) return catalog.relation(name.schema, name.name);
  for (const schema of searchPath(session)) {
    const found = catalog.relation(schema, name.name);
    if (found) return found;
  }
  return undefined;
}

/** The schema in which a new relation is made: the written one, or the first of the search path that exists. */
export function schemaForNew(catalog: Catalog, session: Session, name: QualifiedName): string {
  if (name.schema !== undefined) return catalog.schema(name.schema).name;
  const schema = searchPath(session).find((candidate) => catalog.get('schema', candidate));
  if (schema === undefined) throw new SqlError('no schema has been selected to create in', '3F000');
  return schema;
}

function written(name: QualifiedName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

function plain(record: RelationRecord | undefined) {
  return record && { columns: record.columns, schema: record.schema };
}

function systemView(system: SystemColumns, name: string) {
  const columns = system.get(name);
  if (!columns) return undefined;
  // A temporary table is found without its schema.
  const target = name in volatileViews ? { name } : { schema: 'redshift_system', name };
  return { columns, schema: 'pg_catalog', target };
}
