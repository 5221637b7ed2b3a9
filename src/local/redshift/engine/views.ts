import { lookUp, schemaForNew } from '../catalog/name-resolver.js';
import { requireOwner } from '../catalog/privileges.js';
import { relationKey } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import { translateError } from '../dialect/errors.js';
import type { Translation } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { translate } from '../dialect/translate.js';
import { columnsOf } from './columns.js';
import { type Execution, writing } from './execution.js';
import { qualified, quoted } from './identifiers.js';
import { done, type Outcome } from './outcome.js';
import { requireReplaceable } from './replaceable.js';
import { enter, placeForNew } from './tables.js';

/** CREATE [OR REPLACE] VIEW: kept as DuckDB's view over the translated query. */
export async function createView(
  execution: Execution,
  command: Extract<Command, { kind: 'create-view' }>,
): Promise<Outcome> {
  const { connection, catalog } = writing(execution);
  const schema = schemaForNew(catalog, execution.session, command.name);
  const replaced = command.orReplace ? catalog.relation(schema, command.name.name) : undefined;
  if (replaced) {
    if (replaced.kind !== 'view') throw new SqlError(`"${replaced.name}" is not a view`, '42P01');
    requireOwner(catalog.user(execution.session.user), replaced);
  }
  const place = replaced
    ? { schema: replaced.schema, name: replaced.name }
    : placeForNew(execution, command.name);
  const translation = await translate(command.query, execution.resolver);
  const columns = await columnsOf(execution, translation, command.columns);
  const dependsOn = dependencies(execution, translation);
  if (replaced) requireReplaceable(catalog, replaced, { columns, dependsOn, late: command.noSchemaBinding });
  const names = columns.map((column) => quoted(column.name)).join(', ');
  await connection
    .run(`CREATE OR REPLACE VIEW ${qualified(place.schema, place.name)} (${names}) AS ${translation.sql}`)
    .catch((error: unknown) => {
      throw translateError(error);
    });
  const relation = {
    ...place,
    kind: 'view' as const,
    columns,
    query: command.query,
    dependsOn,
    ...(command.noSchemaBinding ? { lateBinding: true } : {}),
  };
  if (replaced) {
    const { lateBinding: _, ...kept } = replaced;
    catalog.put('relation', relationKey(place.schema, place.name), { ...kept, ...relation });
  } else enter(execution, relation);
  return done();
}

/** The keys of the relations that a translated query reads. */
export function dependencies(execution: Execution, translation: Translation): string[] {
  const keys = translation.relations.map(({ schema, name }) => {
    if (schema !== undefined && execution.catalog.get('schema', schema)?.external)
      return relationKey(schema, name);
    const found = lookUp(execution.catalog, execution.session, {
      ...(schema === undefined ? {} : { schema }),
      name,
      start: 0,
    });
    return found && relationKey(found.schema, found.name);
  });
  return [...new Set([...keys.filter((key) => key !== undefined), ...translation.functions])];
}
