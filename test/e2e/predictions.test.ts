import { setTimeout as sleep } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelStatus } from '../../src/steps/model-status.js';
import { newCustomer } from '../../templates/functions/customers.js';
import { newOrder } from '../../templates/functions/orders.js';
import { seeded } from '../../templates/functions/random.js';
import { Computer } from './cli.js';
import { type CloudEnvironment, kinesisOf } from './streams.js';

const setup = ['setup', '--target', 'local', '--yes'];
/** Rows of a batch: the LIMIT of step 24. */
const batchRows = 20_000;

async function modelOf(computer: Computer): Promise<ModelStatus | null> {
  return (await computer.json<{ model: ModelStatus | null }>('status')).model;
}

/** Asks until something holds; the test's own time-out is the limit. */
async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    await sleep(300);
  }
}

const ready = (computer: Computer) =>
  until(
    () => modelOf(computer),
    (model) => model?.state === 'READY',
  );

/** Puts orders such as the producers send, whose numbers begin at `first`. @returns their numbers */
async function putOrders(kinesis: KinesisClient, first: number, many: number): Promise<void> {
  const random = seeded(first);
  const customer = newCustomer(random, 1, Date.now());
  for (let from = 0; from < many; from += 500) {
    let records = Array.from({ length: Math.min(500, many - from) }, (_, index) => ({
      PartitionKey: String(from + index),
      Data: Buffer.from(JSON.stringify(newOrder(random, first + from + index, customer, Date.now()))),
    }));
    while (records.length > 0) {
      const { Records } = await kinesis.send(
        new PutRecordsCommand({ StreamName: 'order_stream', Records: records }),
      );
      // A shard takes 1,000 records a second: what was too much is sent again.
      records = records.filter((_, index) => Records?.[index]?.ErrorCode);
      if (records.length > 0) await sleep(200);
    }
  }
}

/** How many of the orders from `first` on have a prediction, how many predictions they have, and how many wait. */
async function predictedFrom(computer: Computer, first: number): Promise<number[]> {
  const [row] = await computer.query(
    `SELECT COUNT(DISTINCT consignmentid), COUNT(*), (SELECT COUNT(*) FROM orders_to_predict)
     FROM consignment_predictions WHERE consignmentid >= ${first}`,
  );
  return (row ?? []).map(Number);
}

async function counts(computer: Computer): Promise<Record<string, number>> {
  const [row] = await computer.query(
    `SELECT (SELECT COUNT(*) FROM consignment_history), (SELECT COUNT(DISTINCT consignmentid) FROM consignment_history),
       (SELECT COUNT(*) FROM fleet), (SELECT SUM(vehicles) FROM fleet_summary),
       (SELECT COUNT(*) FROM consignment_predictions) - (SELECT COUNT(DISTINCT consignmentid) FROM consignment_predictions)`,
  );
  const [history, distinct, fleet, vehicles, twice] = (row ?? []).map(Number);
  return { history, distinct, fleet, vehicles, twice } as Record<string, number>;
}

const whole = { history: 20_000, distinct: 20_000, fleet: 220, vehicles: 220, twice: 0 };

/** No order's number of the producers or the tests is above this. */
const firstOfMany = 4_000_000_000_000_000;

describe('from setup to a prediction for every order', () => {
  const computer = new Computer();
  beforeAll(() => computer.json(...setup), 300_000);
  afterAll(() => computer.clear());

  it('trains the model while the pipeline runs, and says so in the status', async () => {
    const model = await ready(computer);
    expect(model).toMatchObject({
      name: 'consignment_delay',
      reason: null,
      score: { on: 'validation', metric: 'merror' },
    });
    expect(model?.score?.value).toBeGreaterThan(0);
    expect(model?.score?.value).toBeLessThan(0.4);
    expect(model?.ageSeconds).toBeGreaterThanOrEqual(0);
    const words = (await computer.run('status')).stdout;
    expect(words).toMatch(
      /consignment_delay +READY, wrong on [\d.]+ % of the rows kept back \(validation:merror\), made/,
    );
    expect(words).toMatch(/fleet_stream/);
  }, 300_000);

  it('loads the history and the fleet, once', async () => {
    expect(await counts(computer)).toEqual(whole);
  });

  it('predicts every order once, by the state machine alone', async () => {
    await until(
      () => modelOf(computer),
      (model) => (model?.predictions?.filled ?? 0) > 0,
    );
    // Every order that a refresh before the newest prediction's brought has one; those after it wait.
    const [row] = await computer.query(
      `SELECT COUNT(*), COUNT(cp.consignmentid), COUNT(DISTINCT cp.consignmentid),
         COUNT(CASE WHEN cp.predicted_delay IN ('LOW', 'MEDIUM', 'HIGH') THEN 1 END)
       FROM order_stream os LEFT JOIN consignment_predictions cp ON cp.consignmentid = os.consignmentid
       WHERE os.refresh_time < (SELECT MAX(refresh_time) FROM consignment_predictions)`,
    );
    const [orders, predictions, distinct, words] = (row ?? []).map(Number);
    expect(predictions).toBe(orders);
    expect(distinct).toBe(orders);
    expect(words).toBe(orders);
    const [seen] = await computer.query(
      'SELECT COUNT(*), COUNT(DISTINCT consignmentid), COUNT(predicted_delay) FROM consignments',
      '--user',
      'redshift_data_api_user',
    );
    expect(seen?.[0]).toBe(seen?.[1]);
    expect(Number(seen?.[2])).toBeGreaterThan(0);
  }, 300_000);

  it('predicts what piled up over hours of pause in bounded batches, each order once', async () => {
    const kinesis = await kinesisOf(computer);
    await putOrders(kinesis, firstOfMany, 50_000);
    kinesis.destroy();
    await until(
      () => predictedFrom(computer, firstOfMany),
      ([distinct = 0]) => distinct >= 50_000,
    );
    expect((await predictedFrom(computer, firstOfMany)).slice(0, 2)).toEqual([50_000, 50_000]);
    // A batch is one statement, and SYSDATE is the same for all its rows.
    const [largest] = await computer.query(
      'SELECT MAX(rows) FROM (SELECT predicted_at, COUNT(*) AS rows FROM consignment_predictions GROUP BY predicted_at) batches',
    );
    expect(Number(largest?.[0])).toBeLessThanOrEqual(batchRows);
    const accuracy = await computer.json<{ rows: unknown[][] }>('sql', 'run', 'accuracy');
    const agree = accuracy.rows.reduce((sum, row) => sum + (Number(row[4]) * Number(row[5])) / 100, 0);
    const all = accuracy.rows.reduce((sum, row) => sum + Number(row[4]), 0);
    expect(agree / all).toBeGreaterThan(0.6);
  }, 300_000);

  it('lets anybody predict by hand beside the state machine', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => computer.run('sql', 'run', 'predict')));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await counts(computer)).toEqual(whole);
  }, 120_000);

  it('goes on without a model, and takes it up when there is one again', async () => {
    await computer.query('DROP MODEL consignment_delay');
    expect(await modelOf(computer)).toBeNull();
    const refused = await computer.run('sql', 'run', 'predict');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('needs step 16-delay-model, which has not been run');
    const kinesis = await kinesisOf(computer);
    await putOrders(kinesis, firstOfMany + 100_000, 10);
    kinesis.destroy();
    await until(
      async () => Number((await modelWaiting(computer))[0]),
      (waiting) => waiting >= 10,
    );
    const { refreshRuns } = await computer.json<{ refreshRuns: { status: string }[] }>('status');
    expect(refreshRuns.map(({ status }) => status)).not.toContain('FAILED');
    expect((await computer.run('sql', 'run', 'delay-model')).code).toBe(0);
    await until(
      () => predictedFrom(computer, firstOfMany + 100_000),
      ([distinct]) => distinct === 10,
    );
    expect(await counts(computer)).toEqual(whole);
  }, 300_000);

  it('shows the SQL with the workshop’s own bucket, and as its file is where there is none', async () => {
    const shown = await computer.run('sql', 'show', 'load-history');
    expect(shown.stdout).toMatch(/FROM 's3:\/\/workshop-redshiftstack-bucket-\w+\/consignment_history\/'/);
    const nowhere = await computer.run('sql', 'show', 'load-history', '--name', 'nowhere');
    expect(nowhere.stdout).toContain("FROM 's3://{bucket}/consignment_history/'");
  });
});

async function modelWaiting(computer: Computer): Promise<unknown[]> {
  return (await computer.query('SELECT COUNT(*) FROM orders_to_predict'))[0] ?? [];
}

describe('kill -9', () => {
  const computer = new Computer();
  afterAll(() => computer.clear());

  /** Begins a setup and kills it, or the cloud, as soon as it has said that a step is done. */
  async function killWhenDone(title: string, what: 'setup' | 'cloud'): Promise<void> {
    const { child, outcome } = computer.start(...setup);
    await new Promise<void>((resolve) => {
      let said = '';
      child.stderr.on('data', (data: Buffer) => {
        said += data.toString();
        // One that was done by an earlier run is said with a dash.
        if (new RegExp(`^[✔–] ${title}`, 'm').test(said)) resolve();
      });
      child.on('close', () => resolve());
    });
    if (what === 'cloud') {
      const { pid } = await computer.json<CloudEnvironment>('local', 'env');
      process.kill(pid, 'SIGKILL');
      await computer.json('local', 'start');
    }
    child.kill('SIGKILL');
    await outcome;
  }

  it.each([
    ['the CLI, while COPY runs', 'SQL 14', 'setup'],
    ['the cloud, while COPY runs', 'SQL 14', 'cloud'],
    ['the CLI, while the rows are exported', 'SQL 15', 'setup'],
    ['the cloud, while the model trains', 'SQL 16', 'cloud'],
  ] as const)(
    '%s: the next setup takes it up',
    async (_, title, what) => {
      await killWhenDone(title, what);
    },
    300_000,
  );

  it('leaves 20,000 rows, one model that becomes ready, and nothing twice', async () => {
    await computer.json(...setup);
    await ready(computer);
    expect(await computer.query('SHOW MODEL ALL')).toEqual([['public', 'consignment_delay']]);
    expect(await counts(computer)).toEqual(whole);
  }, 300_000);

  it('of the cloud while it predicts: each order is predicted once', async () => {
    const many = 45_000;
    const kinesis = await kinesisOf(computer);
    await putOrders(kinesis, firstOfMany, many);
    kinesis.destroy();
    for (let round = 0; round < 3; round++) {
      await sleep(600 * round);
      const { pid } = await computer.json<CloudEnvironment>('local', 'env');
      process.kill(pid, 'SIGKILL');
      await computer.json('local', 'start');
    }
    await until(
      () => predictedFrom(computer, firstOfMany),
      ([distinct = 0]) => distinct >= many,
    );
    expect((await predictedFrom(computer, firstOfMany)).slice(0, 2)).toEqual([many, many]);
    expect(await counts(computer)).toEqual(whole);
  }, 300_000);
});
