import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../engine/database.js';
import type { ModelFolder } from './bucket.js';

/** What tells a database's openings apart: an export of another one is no longer at work. */
const openings = new WeakMap<Database, string>();

function openingOf(database: Database): string {
  const opening = openings.get(database) ?? randomUUID();
  openings.set(database, opening);
  return opening;
}

/**
 * Notes that an export into a folder begins, so that one which a kill leaves without its model is found. It commits by
 * itself, beside whatever transaction is at work: that one may never come to its end.
 */
export async function noteExport(
  database: Database,
  { bucket, prefix, iamRole }: ModelFolder,
): Promise<void> {
  const row = [bucket, prefix, iamRole, openingOf(database)];
  await database.read(({ connection }) =>
    connection.run('INSERT INTO redshift_catalog.model_exports VALUES ($1, $2, $3, $4)', row),
  );
}

/** Notes, in a transaction, that a folder is to be removed from its bucket once that commits. */
export async function leave(connection: Transaction['connection'], folder: ModelFolder): Promise<void> {
  const row = [folder.bucket, folder.prefix, folder.iamRole];
  await connection.run('INSERT INTO redshift_catalog.model_leftovers VALUES ($1, $2, $3)', row);
  await forgetExport(connection, folder.prefix);
}

/** An export has become a model's, or is left. */
export async function forgetExport(connection: Transaction['connection'], prefix: string): Promise<void> {
  await connection.run('DELETE FROM redshift_catalog.model_exports WHERE prefix = $1', [prefix]);
}

/** Forgets the exports that have their model, and leaves those that were cut short under an earlier opening. */
export async function settleExports(database: Database): Promise<void> {
  const rows = await database.read(({ connection }) =>
    connection.runAndReadAll('SELECT bucket, prefix, iam_role, opening FROM redshift_catalog.model_exports'),
  );
  const exports = rows.getRows() as [string, string, string, string][];
  // Looked at only now: a model that was entered meanwhile is no orphan's.
  const models = new Set((await database.catalog()).all('model').map(({ folder }) => folder.prefix));
  for (const [bucket, prefix, iamRole, opening] of exports) {
    if (models.has(prefix)) await database.write(({ connection }) => forgetExport(connection, prefix));
    else if (opening !== openingOf(database))
      await database.write(({ connection }) => leave(connection, { bucket, prefix, iamRole }));
  }
}
