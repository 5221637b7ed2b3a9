import { Worker } from 'node:worker_threads';
import type { Progress, TrainedModel, TrainingOptions, TrainingSet } from './model.js';
import { boost, type TrainingFault, trainingParts } from './train.js';
import { TrainingError } from './training-error.js';

/** What the worker tells. */
type Message = { progress: Parameters<Progress>[0] } | { result: TrainedModel | TrainingFault };

// Each function of the learner uses nothing but its arguments, so that its text can be sent to the worker: the same
// source then runs from `src/`, from `dist/` and from a bundle.
const workerSource = () => `
const { parentPort, workerData } = require('node:worker_threads');
const parts = {${Object.entries(trainingParts)
  .map(([name, part]) => `${name}: ${part.toString()}`)
  .join(',\n')}};
const boost = ${boost.toString()};
let told = performance.now();
const result = boost(parts, workerData.set, workerData.options, (progress) => {
  const now = performance.now();
  if (now - told < 100 && progress.round < progress.rounds) return;
  told = now;
  parentPort.postMessage({ progress });
});
parentPort.postMessage({ result });
`;

/**
 * Trains a model in a worker thread; the thread that asks stays free.
 * @param set its arrays are handed over: empty for the caller from then on
 * @param options.validationShare held out by the seed and scored, 0.2 as Autopilot does; the rest is learned from
 * @throws TrainingError when the data cannot be learned from, in XGBoost's words where it has them
 * @throws the signal's reason when it is aborted; the worker is ended then
 */
export async function trainInWorker(
  set: TrainingSet,
  options: TrainingOptions,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: Progress } = {},
): Promise<TrainedModel> {
  signal?.throwIfAborted();
  const buffers = new Set([set.labels.buffer, ...set.features.map(({ values }) => values.buffer)]);
  const worker = new Worker(workerSource(), {
    eval: true,
    workerData: { set, options },
    transferList: [...buffers] as ArrayBuffer[],
    // Neither the process's flags nor its secrets are the learner's.
    execArgv: [],
    env: {},
  });
  let abort: (() => void) | undefined;
  try {
    const result = await new Promise<TrainedModel | TrainingFault>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      worker.on('message', (message: Message) => {
        if ('progress' in message) onProgress?.(message.progress);
        else resolve(message.result);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`The training's worker ended early, with code ${code}.`)));
    });
    if ('fault' in result) throw new TrainingError(result.fault);
    return result;
  } finally {
    if (abort) signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
