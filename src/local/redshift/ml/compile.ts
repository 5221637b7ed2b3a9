import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Artifact, functionSql } from './artifact.js';
import type { ModelRecord } from './model-record.js';

/** What the worker is asked. */
export interface CompileRequest {
  record: ModelRecord;
  artifact: Artifact;
}

/**
 * The statements that make a model's prediction function, worked out off the main thread: a model of classes may have
 * a million different answers.
 * @throws the signal's reason when it aborts
 */
export async function compile(
  record: ModelRecord,
  artifact: Artifact,
  signal: AbortSignal,
): Promise<string[]> {
  const file = fileURLToPath(new URL('./compile-worker.js', import.meta.url));
  // Tests run the sources, which a worker cannot load: there it is done here.
  if (!existsSync(file)) return functionSql(record, artifact);
  const request: CompileRequest = { record, artifact };
  const worker = new Worker(file, { workerData: request, execArgv: [], env: {} });
  const abort = () => void worker.terminate();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<string[]>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) =>
        reject(
          signal.aborted ? signal.reason : new Error(`The model's compiler ended early, with code ${code}.`),
        ),
      );
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
