import type { DuckDBConnection } from '@duckdb/node-api';
import { splitStatements, UnterminatedError } from '../../../sql/tokenizer.js';
import type { Catalog } from '../catalog/catalog.js';
import { nameResolver } from '../catalog/name-resolver.js';
import { type Command, classify } from '../dialect/command.js';
import { translateError } from '../dialect/errors.js';
import { foldQuoted } from '../dialect/fold-quoted.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Cancellation } from './cancellation.js';
import type { Database, Transaction } from './database.js';
import type { EngineServices, Execution } from './execution.js';
import type { Outcome, RowSink } from './outcome.js';
import { placeOf, runCommand } from './run-command.js';
import type { Session } from './session.js';

/** One statement as a client sent it. */
export interface StatementToRun {
  text: string;
  session: Session;
  parameters: Map<string, string>;
  queryId: number;
  sink: RowSink;
  cancellation: Cancellation;
}

/**
 * Runs one statement by itself: on a reader, or in a transaction of its own.
 * @throws SqlError in Redshift's words
 */
export async function runStatement(
  database: Database,
  services: EngineServices,
  statement: StatementToRun,
): Promise<Outcome> {
  const command = single(statement.text, statement.session);
  const { cancellation } = statement;
  try {
    switch (placeOf(command)) {
      case 'reader':
        return await database.snapshot((reader) =>
          cancellation.hold(reader.connection, () =>
            runCommand(
              executionOf(database, services, statement, reader.connection, reader.catalog),
              command,
            ),
          ),
        );
      case 'writer':
        return await database.write((transaction) =>
          cancellation.hold(transaction.connection, () =>
            runCommand(within(database, services, statement, transaction), command),
          ),
        );
      case 'own':
        return await database
          .read((reader) =>
            Promise.resolve(executionOf(database, services, statement, reader.connection, reader.catalog)),
          )
          .then((execution) => runCommand(execution, command));
    }
  } catch (error) {
    throw inWords(error);
  }
}

/** Runs one statement of a batch inside the batch's transaction. */
export async function runWithin(
  database: Database,
  services: EngineServices,
  statement: StatementToRun,
  transaction: Transaction,
): Promise<Outcome> {
  const command = single(statement.text, statement.session);
  try {
    return await statement.cancellation.hold(transaction.connection, () =>
      runCommand(within(database, services, statement, transaction), command),
    );
  } catch (error) {
    throw inWords(error);
  }
}

/** Whether every statement of a batch only reads, so that the batch need not wait for a writer. */
export function onlyReads(texts: string[]): boolean {
  try {
    return texts.every((text) => placeOf(single(text)) === 'reader');
  } catch {
    return false;
  }
}

function within(
  database: Database,
  services: EngineServices,
  statement: StatementToRun,
  transaction: Transaction,
): Execution {
  return {
    ...executionOf(database, services, statement, transaction.connection, transaction.catalog),
    transaction,
  };
}

function executionOf(
  database: Database,
  services: EngineServices,
  statement: StatementToRun,
  connection: DuckDBConnection,
  catalog: Catalog,
): Execution {
  return {
    session: statement.session,
    database,
    connection,
    catalog,
    transaction: undefined,
    resolver: nameResolver(catalog, statement.session, database.systemColumns),
    parameters: statement.parameters,
    sink: statement.sink,
    queryId: statement.queryId,
    services,
    cancellation: statement.cancellation,
  };
}

function single(text: string, session?: Session): Command {
  const sensitive = session?.settings.get('enable_case_sensitive_identifier') ?? 'off';
  const statements = split(/^(?:on|true|1|yes)$/i.test(sensitive) ? text : folded(text));
  if (statements.length > 1)
    throw new SqlError('cannot insert multiple commands into a prepared statement', '42601');
  const [only] = statements;
  if (!only) throw new SqlError('syntax error at end of input', '42601');
  try {
    return classify(only.text);
  } catch (error) {
    if (!(error instanceof SqlError) || error.position === undefined) throw error;
    throw new SqlError(error.message, error.sqlState, error.position + only.start);
  }
}

function folded(text: string): string {
  return inRedshiftsWords(() => foldQuoted(text));
}

function split(text: string): ReturnType<typeof splitStatements> {
  return inRedshiftsWords(() => splitStatements(text));
}

function inRedshiftsWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnterminatedError)) throw error;
    throw new SqlError(error.message, '42601', error.offset);
  }
}

function inWords(error: unknown): Error {
  if (error instanceof SqlError) return error;
  return translateError(error) as Error;
}
