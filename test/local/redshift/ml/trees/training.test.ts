import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHyperparameters } from '../../../../../src/local/redshift/ml/trees/hyperparameters.js';
import type { TrainedModel, Tree } from '../../../../../src/local/redshift/ml/trees/model.js';
import { predict } from '../../../../../src/local/redshift/ml/trees/predict.js';
import { readModel } from '../../../../../src/local/redshift/ml/trees/read-model.js';
import { boost, trainingParts } from '../../../../../src/local/redshift/ml/trees/train.js';
import { bestAccuracy, delayOrders } from './delay-orders.js';
import { randomProblem } from './random-problem.js';

function train(problem: ReturnType<typeof build>, more: Record<string, string> = {}, validationShare = 0.2) {
  const options = {
    ...readHyperparameters(problem.objective, { ...problem.given, ...more }),
    validationShare,
  };
  return boost(trainingParts, problem.set, options) as TrainedModel;
}
const build = (seed: number) => randomProblem(seed);

const leaves = (tree: Tree) => tree.left_children.filter((child) => child < 0).length;

function depth(tree: Tree, node = 0): number {
  const [left = -1, right = -1] = [tree.left_children[node], tree.right_children[node]];
  return left < 0 ? 0 : 1 + Math.max(depth(tree, left), depth(tree, right));
}

describe('laws of training', () => {
  it('gains are above gamma and zero, trees within their depth, one leaf more than splits, children heavy enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) => {
        const problem = build(seed);
        const model = train(problem);
        const { gamma, max_depth, min_child_weight, num_round } = model.hyperparameters;
        expect(model.trees.length).toBe(num_round * (problem.objective === 'multi:softmax' ? 3 : 1));
        for (const tree of model.trees) {
          const inner = tree.left_children.flatMap((child, node) => (child >= 0 ? [node] : []));
          expect(leaves(tree)).toBe(inner.length + 1);
          expect(depth(tree)).toBeLessThanOrEqual(max_depth);
          for (const node of inner) {
            expect(tree.loss_changes[node]).toBeGreaterThan(0);
            expect(tree.loss_changes[node]).toBeGreaterThanOrEqual(gamma);
            const [left, right] = [tree.left_children[node] as number, tree.right_children[node] as number];
            // A sibling's sum is the difference: a rounding error is its due.
            expect(tree.sum_hessian[left]).toBeGreaterThanOrEqual(min_child_weight - 1e-9);
            expect(tree.sum_hessian[right]).toBeGreaterThanOrEqual(min_child_weight - 1e-9);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for the same seed, and predicts classes or finite values, of any row', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0 }),
        fc.array(fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 })), { minLength: 3, maxLength: 3 }),
        (seed, row) => {
          const problem = build(seed);
          const model = train(problem, {
            subsample: '0.7',
            colsample_bytree: '0.7',
            colsample_bynode: '0.7',
          });
          expect(
            train(build(seed), { subsample: '0.7', colsample_bytree: '0.7', colsample_bynode: '0.7' }),
          ).toEqual(model);
          const value = predict(model, Float64Array.from(row));
          expect(Number.isFinite(value)).toBe(true);
          if (problem.objective === 'multi:softmax') expect([0, 1, 2]).toContain(value);
          if (problem.objective === 'binary:hinge') expect([0, 1]).toContain(value);
          if (problem.objective === 'binary:logistic') expect(value >= 0 && value <= 1).toBe(true);
          expect(readModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('the loss on the training rows falls with every round when all rows are sampled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0 }),
        fc.constantFrom('binary:logistic', 'reg:squarederror'),
        (seed, objective) => {
          const problem = { ...build(seed), objective };
          problem.set.labels = problem.set.labels.map((label) =>
            objective === 'reg:squarederror' ? label * 3 : Math.min(label, 1),
          );
          const losses = [1, 2, 4, 8].map((num_round) => {
            const model = train(problem, { num_round: `${num_round}`, eta: '0.1', num_class: '0' }, 0);
            return model.metrics.at(-1)?.train as number;
          });
          for (const [index, loss] of losses.entries()) {
            expect(loss).toBeLessThanOrEqual((losses[index - 1] ?? Number.POSITIVE_INFINITY) + 1e-12);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('training', () => {
  it("learns the workshop's law of delay: within 4 points of the best from 8,000 rows", () => {
    const { set } = delayOrders(8_000, 1);
    const test = delayOrders(3_000, 2);
    const given = { NUM_ROUND: '60', NUM_CLASS: '3', MAX_DEPTH: '3' };
    const model = boost(trainingParts, set, readHyperparameters('multi:softmax', given)) as TrainedModel;
    const right = test.rows.filter((_, row) => {
      const values = Float64Array.from(test.set.features, ({ values }) => values[row] as number);
      return predict(model, values) === test.set.labels[row];
    });
    expect(right.length / 3_000).toBeGreaterThan(bestAccuracy(test.rows) - 0.04);
    expect(model.rows).toEqual({ train: 6_400, validation: 1_600 });
    expect(model.metrics.map(({ name }) => name)).toEqual(['merror', 'mlogloss']);
    expect(Math.abs((model.metrics[0]?.validation as number) - (1 - right.length / 3_000))).toBeLessThan(
      0.04,
    );
  });

  it.each([
    ['multi:softmax', 3, 'SoftmaxMultiClassObj: label must be in [0, num_class).'],
    ['binary:logistic', 2, 'label must be in [0,1] for logistic regression'],
    ['reg:squarederror', Number.NaN, 'Label contains NaN, infinity or a value too large.'],
    ['reg:tweedie', -1, 'label must be nonnegative for tweedie regression'],
  ])("%s refuses the label %d in XGBoost's words", (objective, label, fault) => {
    const set = {
      features: [{ name: 'a', values: Float64Array.of(1, 2) }],
      labels: Float64Array.of(0, label),
    };
    const given: Record<string, string> = objective === 'multi:softmax' ? { num_class: '3' } : {};
    expect(boost(trainingParts, set, readHyperparameters(objective, given))).toEqual({ fault });
  });
});
