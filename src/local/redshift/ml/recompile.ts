import { relationKey } from '../catalog/records.js';
import type { Database } from '../engine/database.js';
import { compilerVersion, readArtifact } from './artifact.js';
import type { ModelRecord } from './model-record.js';

/** The models whose functions another version of the compiler made. */
export async function outdated(database: Database): Promise<ModelRecord[]> {
  const models = (await database.catalog()).all('model');
  return models.filter(({ state, compiler }) => state === 'READY' && compiler !== compilerVersion);
}

/**
 * Makes a model's function anew from its artifact, as the database keeps it: what lay in the bucket may be gone
 * (S3_GARBAGE_COLLECT). Queries that run meanwhile keep the function that they began with.
 * @throws Error when the artifact is none that this code can compile; the function stays as it is
 */
export async function recompile(database: Database, model: ModelRecord, signal: AbortSignal): Promise<void> {
  const rows = await database.read(({ connection }) =>
    connection.runAndReadAll('SELECT artifact FROM redshift_catalog.model_artifacts WHERE model_id = $1', [
      BigInt(model.id),
    ]),
  );
  const artifact = readArtifact(String(rows.getRows()[0]?.[0]));
  const { compile } = await import('./compile.js');
  const statements = await compile(model, artifact, signal);
  await database.write(async ({ catalog, connection }) => {
    const key = relationKey(model.schema, model.name);
    const current = catalog.get('model', key);
    // Dropped meanwhile, and perhaps made again.
    if (current?.id !== model.id) return;
    for (const statement of statements) await connection.run(statement);
    catalog.put('model', key, { ...current, compiler: compilerVersion });
  });
}
