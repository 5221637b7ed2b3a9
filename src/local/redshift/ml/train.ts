import { type Artifact, artifactOf } from './artifact.js';
import type { CsvColumn } from './csv.js';
import { chooseEncodings, encode } from './encoding.js';
import type { ModelRecord, Score } from './model-record.js';
import { type ObjectiveScore, scoreOn } from './score.js';
import { readHyperparameters } from './trees/hyperparameters.js';
import type { TrainedModel } from './trees/model.js';
import { trainInWorker } from './trees/train-in-worker.js';

/** The exported rows. */
export interface Rows {
  labels: Float64Array;
  features: CsvColumn[];
}

/** What AUTO ON tries, in order; the best by its objective on the rows held out wins. */
const candidates: Record<string, string>[] = [
  { num_round: '60', max_depth: '5', eta: '0.3' },
  { num_round: '120', max_depth: '4', eta: '0.1', min_child_weight: '5' },
  { num_round: '100', max_depth: '6', eta: '0.1', subsample: '0.8' },
];
/** One row of so many is held out to score a model. */
const heldOut = 5;
/** As many are scored: enough to tell candidates apart, on the main thread. */
const mostScored = 20_000;

/**
 * Learns off the main thread.
 * @throws TrainingError when the rows cannot be learned from; the signal's reason when it aborts
 */
export async function train(record: ModelRecord, rows: Rows, signal: AbortSignal): Promise<Artifact> {
  return record.auto ? trainBest(record, rows, signal) : trainAsTold(record, rows, signal);
}

async function trainAsTold(record: ModelRecord, rows: Rows, signal: AbortSignal): Promise<Artifact> {
  const args = record.function.arguments;
  const encodings = chooseEncodings(args, rows.features, rows.labels);
  const set = { features: encode(args, encodings, rows.features), labels: rows.labels };
  const options = readHyperparameters(record.objective, record.hyperparameters);
  const model = await trainInWorker(set, options, { signal });
  return artifactOf({ encodings, model, scores: scoresOf(model) });
}

/** The objective's own metric, on the rows held out and on those learned from. */
function scoresOf(model: TrainedModel): Score[] {
  const [metric] = model.metrics;
  if (metric === undefined) return [];
  return [
    ...(metric.validation === null ? [] : [{ name: `validation:${metric.name}`, value: metric.validation }]),
    { name: `train:${metric.name}`, value: metric.train },
  ];
}

async function trainBest(record: ModelRecord, rows: Rows, signal: AbortSignal): Promise<Artifact> {
  const args = record.function.arguments;
  const learned = some(rows, (place) => place % heldOut !== 0);
  const kept = some(rows, (place) => place % heldOut === 0 && place < mostScored * heldOut);
  const encodings = chooseEncodings(args, learned.features, learned.labels);
  const unseen = { features: encode(args, encodings, kept.features), labels: kept.labels };
  let best: { model: TrainedModel; score: ObjectiveScore } | undefined;
  for (const candidate of candidates) {
    const options = readHyperparameters(objectiveOf(record), { ...classesOf(record), ...candidate });
    // The learner takes the arrays that it is given.
    const set = { features: encode(args, encodings, learned.features), labels: learned.labels.slice() };
    const model = await trainInWorker(set, { ...options, validationShare: 0 }, { signal });
    const score = scoreOn(record, model, unseen);
    if (best === undefined || score.rank > best.score.rank) best = { model, score };
  }
  const { model, score } = best as { model: TrainedModel; score: ObjectiveScore };
  return artifactOf({ encodings, model, scores: [{ name: score.name, value: score.value }] });
}

function objectiveOf(record: ModelRecord): string {
  if (record.problem === 'regression') return 'reg:squarederror';
  return record.problem === 'binary_classification' ? 'binary:logistic' : 'multi:softmax';
}

function classesOf(record: ModelRecord): Record<string, string> {
  if (record.problem !== 'multiclass_classification') return {};
  return { num_class: String(record.labels?.length ?? 0) };
}

/**
 * The rows that fit, by their place in a mixed order: tables are often sorted, and what is held out must look like the
 * rest.
 */
function some({ labels, features }: Rows, fits: (place: number) => boolean): Rows {
  const places = mixed(labels.length);
  const wanted = (_: unknown, row: number) => fits(places[row] ?? 0);
  return {
    labels: labels.filter(wanted),
    features: features.map(
      (column): CsvColumn =>
        'texts' in column
          ? { texts: column.texts.filter(wanted) }
          : { numbers: column.numbers.filter(wanted) },
    ),
  };
}

/** A permutation of 0 … count − 1, the same each time: a training taken up again gives the same model. */
function mixed(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  let state = 0x9e3779b9;
  for (let at = count - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    const value = order[at] as number;
    order[at] = order[other] as number;
    order[other] = value;
  }
  return order;
}
