import { DuckDBInstance } from '@duckdb/node-api';
import { readHyperparameters } from '../src/local/redshift/ml/trees/hyperparameters.js';
import { predictionMacro } from '../src/local/redshift/ml/trees/prediction-macro.js';
import { trainInWorker } from '../src/local/redshift/ml/trees/train-in-worker.js';
import { bestAccuracy, delayOrders } from '../test/local/redshift/ml/trees/delay-orders.js';
import type { Figure } from './figure.js';

export const title = "Redshift ML: the workshop's model of delays";

const history = 20_000;
/** The step's own hyperparameters (sql/16-delay-model.sql). */
const given = { NUM_ROUND: '60', NUM_CLASS: '3', MAX_DEPTH: '4', ETA: '0.3' };
const predicted = 1_000_000;

/**
 * Trains on the workshop's history, then predicts another history of the same law that the model has never seen. The
 * best accuracy is that of one who knows the law: the mean over its rows of the likeliest outcome's probability.
 */
export async function run(): Promise<Figure[]> {
  const seconds: number[] = [];
  const options = readHyperparameters('multi:softmax', given);
  let model = await trainInWorker(delayOrders(history, 1).set, options);
  for (let round = 0; round < 3; round++) {
    const { set } = delayOrders(history, 1);
    const started = performance.now();
    model = await trainInWorker(set, options);
    seconds.push((performance.now() - started) / 1000);
  }
  const test = delayOrders(history, 2);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const number = async (sql: string) => Number((await (await connection.run(sql)).getRows())[0]?.[0]);
  const timed = async (work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    return Math.min(...times);
  };
  try {
    await connection.run(predictionMacro(model, 'predicted'));
    await connection.run('CREATE TABLE seen (hour INT, day INT, days INT, distance DOUBLE, delay INT)');
    const appender = await connection.createAppender('seen');
    for (const [index, row] of test.rows.entries()) {
      for (const value of [row.hour, row.dayOfWeek, row.daysToDeliver]) appender.appendInteger(value);
      appender.appendDouble(row.distance);
      appender.appendInteger(test.set.labels[index] as number);
      appender.endRow();
    }
    appender.closeSync();
    const call = 'predicted(hour, day, days, distance)';
    const accuracy = await number(`SELECT avg((${call} = delay)::INT) FROM seen`);
    const majority = await number(
      'SELECT max(n) / sum(n) FROM (SELECT count(*) AS n FROM seen GROUP BY delay)',
    );
    const best = bestAccuracy(test.rows);
    await connection.run(`CREATE TABLE many AS SELECT seen.* FROM seen, range(${predicted / history})`);
    const planning = await timed(async () =>
      (await connection.prepare(`SELECT ${call} FROM many`)).destroySync(),
    );
    const running = await timed(() => connection.run(`SELECT sum(${call}) FROM many`));
    const percent = (name: string, value: number, limit?: Figure['limit']): Figure => ({
      name,
      value: value * 100,
      unit: '%',
      ...(limit ? { limit } : {}),
    });
    return [
      {
        name: `training on ${history.toLocaleString('en-US')} rows, ${options.hyperparameters.num_round} rounds, the worker's start included`,
        value: Math.min(...seconds),
        unit: 's',
        limit: { kind: 'atMost', value: 3 },
      },
      {
        name: 'prediction in the engine',
        value: predicted / (running / 1000),
        unit: 'rows/s',
        limit: { kind: 'atLeast', value: 150_000 },
      },
      {
        name: 'planning a statement that predicts',
        value: planning,
        unit: 'ms',
        limit: { kind: 'atMost', value: 150 },
      },
      percent('accuracy on rows never seen', accuracy),
      percent('the best that the noise of the law allows', best),
      percent('always saying the most frequent outcome', majority),
      {
        name: 'accuracy over the most frequent outcome',
        value: (accuracy - majority) * 100,
        unit: 'points',
        limit: { kind: 'atLeast', value: 15 },
      },
      {
        name: 'accuracy under the best',
        value: (best - accuracy) * 100,
        unit: 'points',
        limit: { kind: 'atMost', value: 2 },
      },
    ];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
