import { findRelation } from '../catalog/name-resolver.js';
import type { Command } from '../dialect/command.js';
import { translateError } from '../dialect/errors.js';
import { SqlError } from '../dialect/sql-error.js';
import { translateChange } from '../dialect/translate.js';
import { type Execution, writing } from './execution.js';
import { qualified } from './identifiers.js';
import { done, type Outcome } from './outcome.js';
import { prepare, prepareToRead, requirePrivilege } from './query.js';

/** INSERT, UPDATE and DELETE. */
export async function runChange(
  execution: Execution,
  command: Extract<Command, { kind: 'insert' | 'update' | 'delete' }>,
): Promise<Outcome> {
  writing(execution);
  const target = findRelation(execution.catalog, execution.session, command.table);
  if (target.kind !== 'table') {
    throw new SqlError(
      `cannot ${command.kind} ${command.kind === 'insert' ? 'into' : 'from'} a ${target.kind}`,
      '0A000',
    );
  }
  requirePrivilege(execution, command.table, command.kind.toUpperCase());
  const translation = await translateChange(command.text, execution.resolver);
  const others = translation.relations.filter(
    ({ name, schema }) => name !== target.name || (schema ?? target.schema) !== target.schema,
  );
  await prepareToRead(execution, { ...translation, relations: others });
  const prepared = await prepare(execution, translation);
  try {
    const result = await prepared.run();
    return done(result.rowsChanged);
  } catch (error) {
    throw translateError(error);
  } finally {
    prepared.destroySync();
  }
}

/** TRUNCATE */
export async function runTruncate(
  execution: Execution,
  command: Extract<Command, { kind: 'truncate' }>,
): Promise<Outcome> {
  const { connection } = writing(execution);
  const target = findRelation(execution.catalog, execution.session, command.table);
  if (target.kind !== 'table') throw new SqlError(`"${target.name}" is not a table`, '42P01');
  requirePrivilege(execution, command.table, 'TRUNCATE');
  await connection.run(`DELETE FROM ${qualified(target.schema, target.name)}`);
  return done();
}
