import type { Hyperparameters, Objective } from './hyperparameters.js';

/** A score by XGBoost's name for it: the smaller the better. */
export interface MetricFunction {
  name: string;
  /** @param margins by row, then group @param rows the rows to score, at least one */
  score(margins: Float64Array, labels: Float64Array, rows: Uint32Array): number;
}

/** An objective's scores, the main one first. Uses nothing but its arguments: it also runs in the worker. */
export function metricFunctions(objective: Objective, hyperparameters: Hyperparameters): MetricFunction[] {
  const classes = objective === 'multi:softmax' ? hyperparameters.num_class : 1;
  const mean =
    (loss: (margins: Float64Array, at: number, label: number) => number): MetricFunction['score'] =>
    (margins, labels, rows) => {
      let sum = 0;
      for (const row of rows) sum += loss(margins, row * classes, labels[row] as number);
      return sum / rows.length;
    };
  const root =
    (score: MetricFunction['score']): MetricFunction['score'] =>
    (...all) =>
      Math.sqrt(score(...all));
  const sigmoid = (margin: number) => 1 / (1 + Math.exp(-margin));
  const tiny = 1e-16;
  const rmse = {
    name: 'rmse',
    score: root(mean((margins, at, label) => ((margins[at] as number) - label) ** 2)),
  };
  const logloss = {
    name: 'logloss',
    score: mean((margins, at, label) => {
      const p = sigmoid(margins[at] as number);
      return -label * Math.log(Math.max(p, tiny)) - (1 - label) * Math.log(Math.max(1 - p, tiny));
    }),
  };
  const error = {
    name: 'error',
    score: mean((margins, at, label) => ((margins[at] as number) > 0 === label > 0.5 ? 0 : 1)),
  };
  const power = hyperparameters.tweedie_variance_power;
  const all: Record<Objective, MetricFunction[]> = {
    'reg:squarederror': [rmse],
    'reg:squaredlogerror': [
      {
        name: 'rmsle',
        score: root(
          mean(
            (margins, at, label) =>
              (Math.log1p(Math.max(margins[at] as number, -1 + 1e-6)) - Math.log1p(label)) ** 2,
          ),
        ),
      },
    ],
    'reg:logistic': [
      {
        name: 'rmse',
        score: root(mean((margins, at, label) => (sigmoid(margins[at] as number) - label) ** 2)),
      },
    ],
    'reg:pseudohubererror': [
      {
        name: 'mphe',
        score: mean((margins, at, label) => Math.sqrt(1 + ((margins[at] as number) - label) ** 2) - 1),
      },
    ],
    'reg:tweedie': [
      {
        name: `tweedie-nloglik@${power}`,
        score: mean((margins, at, label) => {
          const margin = margins[at] as number;
          return (
            (-label * Math.exp((1 - power) * margin)) / (1 - power) +
            Math.exp((2 - power) * margin) / (2 - power)
          );
        }),
      },
    ],
    'binary:logistic': [error, logloss],
    'binary:hinge': [error],
    'multi:softmax': [
      {
        name: 'merror',
        score: mean((margins, at, label) => {
          let best = 0;
          for (let k = 1; k < classes; k++) {
            if ((margins[at + k] as number) > (margins[at + best] as number)) best = k;
          }
          return best === label ? 0 : 1;
        }),
      },
      {
        name: 'mlogloss',
        score: mean((margins, at, label) => {
          let largest = Number.NEGATIVE_INFINITY;
          for (let k = 0; k < classes; k++) largest = Math.max(largest, margins[at + k] as number);
          let sum = 0;
          for (let k = 0; k < classes; k++) sum += Math.exp((margins[at + k] as number) - largest);
          const p = Math.exp((margins[at + label] as number) - largest) / sum;
          return -Math.log(Math.max(p, tiny));
        }),
      },
    ],
  };
  return all[objective];
}
