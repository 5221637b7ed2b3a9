import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHyperparameters } from '../../../../../src/local/redshift/ml/trees/hyperparameters.js';
import type { TrainedModel } from '../../../../../src/local/redshift/ml/trees/model.js';
import { predict } from '../../../../../src/local/redshift/ml/trees/predict.js';
import { boost, trainingParts } from '../../../../../src/local/redshift/ml/trees/train.js';

interface Snapshot {
  rows: (number | null)[][];
  cases: {
    objective: string;
    hyperparameters: Record<string, number>;
    labels: number[];
    predictions: number[];
    metric: Record<string, number>;
  }[];
}

// Written by xgboost-snapshot.py with XGBoost 1.7.4, tree_method=hist, on data that single precision holds exactly.
const snapshot: Snapshot = JSON.parse(
  readFileSync(new URL('./xgboost-1.7.4.snapshot.json', import.meta.url), 'utf8'),
);
const rows = snapshot.rows.map((row) => Float64Array.from(row, (value) => value ?? Number.NaN));

describe('XGBoost itself, on the same rows', () => {
  it.each(snapshot.cases.map((each, index) => ({ ...each, index })))(
    'predicts as we do: $objective, case $index',
    ({ objective, hyperparameters, labels, predictions, metric }) => {
      const given = Object.fromEntries(
        Object.entries(hyperparameters).map(([key, value]) => [key, `${value}`]),
      );
      const features = [0, 1, 2].map((feature) => ({
        name: `f${feature}`,
        values: Float64Array.from(rows, (row) => row[feature] as number),
      }));
      const options = { ...readHyperparameters(objective, given), validationShare: 0 };
      const model = boost(
        trainingParts,
        { features, labels: Float64Array.from(labels) },
        options,
      ) as TrainedModel;
      const apart = rows.map((row, index) => {
        const theirs = predictions[index] as number;
        return Math.abs(predict(model, row) - theirs) / Math.max(1, Math.abs(theirs));
      });
      expect(Math.max(...apart)).toBeLessThan(2e-5);
      for (const [name, value] of Object.entries(metric)) {
        expect(model.metrics.find((each) => each.name === name)?.train).toBeCloseTo(value, 5);
      }
    },
  );
});
