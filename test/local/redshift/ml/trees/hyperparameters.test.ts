import { describe, expect, it } from 'vitest';
import { readHyperparameters } from '../../../../../src/local/redshift/ml/trees/hyperparameters.js';
import { ModelFormatError, readModel } from '../../../../../src/local/redshift/ml/trees/read-model.js';
import { boost, trainingParts } from '../../../../../src/local/redshift/ml/trees/train.js';
import { delayOrders } from './delay-orders.js';

describe('hyperparameters', () => {
  it("have SageMaker's defaults and names in any case", () => {
    const { objective, hyperparameters } = readHyperparameters('MULTI:softmax', {
      Num_Class: '3',
      ETA: '0.1',
      NTHREAD: '4',
    });
    expect(objective).toBe('multi:softmax');
    expect(hyperparameters).toMatchObject({
      num_class: 3,
      eta: 0.1,
      max_depth: 6,
      lambda: 1,
      alpha: 0,
      gamma: 0,
      base_score: 0.5,
    });
  });

  it.each([
    ['rank:pairwise', {}, "'rank:pairwise' is not supported here"],
    ['multi:softprob', { num_class: '3' }, "'multi:softprob' is not supported here"],
    ['multi:softmax', {}, 'multi:softmax needs the hyperparameter num_class'],
    ['reg:squarederror', { num_class: '3' }, 'num_class is of multi:softmax, not of reg:squarederror'],
    ['reg:squarederror', { eta: '1.5' }, "eta must be a number in [0, 1], not '1.5'"],
    ['reg:squarederror', { max_depth: '2.5' }, "max_depth must be a whole number in [1, 16], not '2.5'"],
    ['reg:squarederror', { num_round: '' }, "num_round must be a whole number in [1, 10000], not ''"],
    ['reg:squarederror', { booster: 'dart' }, 'booster is supported here only as gbtree'],
    ['reg:squarederror', { toString: '1' }, 'tostring is not supported here'],
    ['binary:logistic', { base_score: '1' }, 'base_score must be in (0,1) for logistic loss'],
  ])('%s with %o is refused by name', (objective, given, words) => {
    expect(() => readHyperparameters(objective, given as Record<string, string>)).toThrow(words);
  });
});

describe('a model that comes from outside', () => {
  const options = readHyperparameters('multi:softmax', { NUM_CLASS: '3', NUM_ROUND: '2' });
  const model = () => JSON.parse(JSON.stringify(boost(trainingParts, delayOrders(500, 1).set, options)));

  it.each<[string, (model: ReturnType<typeof JSON.parse>) => unknown]>([
    ['nothing', () => null],
    ['another version', (m) => ({ ...m, version: 2 })],
    ['an unknown objective', (m) => ({ ...m, objective: 'x' })],
    ['a tree less', (m) => ({ ...m, trees: m.trees.slice(1) })],
    [
      'a circle',
      (m) => {
        m.trees[0].left_children[1] = 0;
        return m;
      },
    ],
    [
      'a feature that is not there',
      (m) => {
        m.trees[0].split_indices[0] = 9;
        return m;
      },
    ],
    [
      'a threshold that is no number',
      (m) => {
        m.trees[0].split_conditions[0] = null;
        return m;
      },
    ],
    [
      'a list too short',
      (m) => {
        m.trees[0].leaf_values.pop();
        return m;
      },
    ],
  ])('is refused with %s', (_, spoil) => {
    expect(() => readModel(spoil(model()))).toThrow(ModelFormatError);
  });

  it('is read back whole', () => {
    expect(readModel(model())).toEqual(model());
  });
});
