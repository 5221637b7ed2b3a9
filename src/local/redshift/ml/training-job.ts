import type { EngineServices } from '../engine/execution.js';
import { type Artifact, readArtifact } from './artifact.js';
import { get, names, put } from './bucket.js';
import { type CsvColumn, readCsv } from './csv.js';
import { isText } from './feature-sql.js';
import type { ModelRecord } from './model-record.js';
import { train } from './train.js';
import { TrainingError } from './trees/training-error.js';

/** Where a job leaves the model. */
const output = 'output/model.json';

/**
 * What SageMaker does for a model: reads the export from the bucket under the role, learns, and writes the model back
 * to the bucket, from where the cluster takes it. What an earlier run of the same job left there is taken as it is.
 * @throws TrainingError with the reason for SHOW MODEL; AwsError as S3 or STS answers; whatever, when the signal aborts
 */
export async function runJob(
  services: EngineServices,
  model: ModelRecord,
  signal: AbortSignal,
): Promise<Artifact> {
  const { call } = services;
  const { folder } = model;
  const there = await get(call, folder, 'redshift', output);
  if (there !== undefined) return readArtifact(Buffer.from(there).toString('utf8'));
  const runtime = new AbortController();
  const timer = setTimeout(() => runtime.abort(), model.maxRuntime * 1000);
  timer.unref();
  try {
    const { labels, features } = await exported(services, model);
    signal.throwIfAborted();
    const artifact = await train(model, { labels, features }, AbortSignal.any([signal, runtime.signal]));
    await put(call, folder, 'sagemaker', output, Buffer.from(JSON.stringify(artifact)));
    const written = await get(call, folder, 'redshift', output);
    return readArtifact(Buffer.from(written ?? '').toString('utf8'));
  } catch (error) {
    if (!runtime.signal.aborted || signal.aborted) throw error;
    throw new TrainingError(
      `Training job ${model.job} stopped: MaxRuntimeExceeded - Training job runtime exceeded MaxRuntimeInSeconds (${model.maxRuntime})`,
    );
  } finally {
    clearTimeout(timer);
  }
}

async function exported(
  { call }: EngineServices,
  model: ModelRecord,
): Promise<{ labels: Float64Array; features: CsvColumn[] }> {
  const parts: Uint8Array[] = [];
  for (const name of await names(call, model.folder, 'sagemaker', 'train/')) {
    const part = await get(call, model.folder, 'sagemaker', name);
    if (part !== undefined) parts.push(part);
  }
  const types = [model.target, ...model.function.arguments].map(({ type }) => type);
  const { rows, columns } = await readCsv(parts, types.map(isText));
  if (rows !== model.rows) {
    const place = `s3://${model.folder.bucket}/${model.folder.prefix}train/`;
    throw new TrainingError(
      `The exported training data is no longer whole: ${rows} of ${model.rows} rows at ${place}`,
    );
  }
  const [target, ...features] = columns;
  return { labels: labelsOf(model, target as CsvColumn), features };
}

/** Labels as the learner takes them: numbers, or the places of classes. */
function labelsOf(model: ModelRecord, column: CsvColumn): Float64Array {
  const places = new Map(model.labels?.map((label, place) => [label, place]));
  if ('texts' in column)
    return Float64Array.from(column.texts, (text) => places.get(text ?? '') ?? Number.NaN);
  if (model.labels === undefined) return column.numbers;
  // A label's text is DuckDB's: `true` of a boolean, whose export is 1.
  const numeric = new Map(
    model.labels.map((label, place) => [label === 'true' ? 1 : label === 'false' ? 0 : Number(label), place]),
  );
  return column.numbers.map((value) => numeric.get(value) ?? Number.NaN);
}
