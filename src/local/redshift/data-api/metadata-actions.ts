import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { mayRelation, maySchema } from '../catalog/privileges.js';
import type { RelationRecord } from '../catalog/records.js';
import { parseType } from '../dialect/types.js';
import { columnMetadata } from './column-metadata.js';
import { listPage, matchesPattern } from './list-page.js';
import { type Inside, lookInside } from './look-inside.js';
import type { OpenCluster } from './runner.js';
import type { DataApi } from './submit.js';

type Open = (identifier: string) => OpenCluster;

/** ListDatabases: the cluster's one database. */
export function listDatabases(api: DataApi, open: Open): Action {
  return async (input, context) => {
    const inside = await lookInside(api, open, input, context);
    return { Databases: [inside.database] };
  };
}

/** ListSchemas: those in which the user may look. */
export function listSchemas(api: DataApi, open: Open): Action {
  return async (input, context) => {
    const { catalog, user } = await lookInside(api, open, input, context);
    const names = catalog
      .all('schema')
      .filter((schema) => maySchema(catalog, user, schema, 'USAGE'))
      .map((schema) => schema.name)
      .concat('information_schema', 'pg_catalog')
      .filter((name) => matchesPattern(name, input.SchemaPattern))
      .sort();
    const { items, next } = listPage(names, input);
    return { Schemas: items, NextToken: next };
  };
}

/** ListTables: relations the user holds any privilege on. */
export function listTables(api: DataApi, open: Open): Action {
  return async (input, context) => {
    const tables = relationsFor(await lookInside(api, open, input, context))
      .filter(({ schema }) => matchesPattern(schema, input.SchemaPattern))
      .filter(({ name }) => matchesPattern(name, input.TablePattern))
      .map(({ schema, name, kind }) => ({ name, schema, type: kind === 'table' ? 'TABLE' : 'VIEW' }));
    const { items, next } = listPage(tables, input);
    return { Tables: items, NextToken: next };
  };
}

/** DescribeTable: a relation's columns. */
export function describeTable(api: DataApi, open: Open): Action {
  return async (input, context) => {
    const relation = relationsFor(await lookInside(api, open, input, context)).find(
      ({ schema, name }) => name === input.Table && schema === (input.Schema ?? 'public'),
    );
    if (!relation) {
      throw new AwsError('ResourceNotFoundException', `Table ${input.Table} does not exist.`, {
        members: { ResourceId: String(input.Table) },
      });
    }
    const columns = relation.columns.map(({ name, type }) =>
      columnMetadata({ name, type: parseType(type), schemaName: relation.schema, tableName: relation.name }),
    );
    const { items, next } = listPage(columns, input);
    return { TableName: relation.name, ColumnList: items, NextToken: next };
  };
}

function relationsFor({ catalog, user }: Inside): RelationRecord[] {
  return catalog
    .all('relation')
    .filter((relation) =>
      ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].some((p) => mayRelation(catalog, user, relation, p)),
    )
    .sort((a, b) => `${a.schema}.${a.name}`.localeCompare(`${b.schema}.${b.name}`));
}
