import { describe, expect, it } from 'vitest';
import { readHyperparameters } from '../../../../../src/local/redshift/ml/trees/hyperparameters.js';
import { boost, trainingParts } from '../../../../../src/local/redshift/ml/trees/train.js';
import { trainInWorker } from '../../../../../src/local/redshift/ml/trees/train-in-worker.js';
import { TrainingError } from '../../../../../src/local/redshift/ml/trees/training-error.js';
import { delayOrders } from './delay-orders.js';

const options = readHyperparameters('multi:softmax', { NUM_CLASS: '3', NUM_ROUND: '5' });

describe('training in a worker', () => {
  it('gives the very model that training here gives, takes the arrays over and tells how far it is', async () => {
    const { set } = delayOrders(600, 1);
    const here = boost(trainingParts, set, options);
    const told: number[] = [];
    const model = await trainInWorker(set, options, { onProgress: ({ round }) => told.push(round) });
    expect(model).toEqual(here);
    expect(told.at(-1)).toBe(5);
    expect(set.labels.length).toBe(0);
  });

  it('ends at once when it is aborted, with the reason given', async () => {
    const { set } = delayOrders(2_000, 1);
    const long = readHyperparameters('multi:softmax', { NUM_CLASS: '3', NUM_ROUND: '10000' });
    const controller = new AbortController();
    const training = trainInWorker(set, long, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('dropped')),
    });
    await expect(training).rejects.toThrow('dropped');
    await expect(trainInWorker(set, long, { signal: controller.signal })).rejects.toThrow('dropped');
  });

  it("rejects with XGBoost's words for data that it cannot learn from", async () => {
    const set = { features: [{ name: 'a', values: Float64Array.of(1, 2) }], labels: Float64Array.of(0, 9) };
    const training = trainInWorker(set, options);
    await expect(training).rejects.toThrow(TrainingError);
    await expect(training).rejects.toThrow('label must be in [0, num_class)');
  });
});
