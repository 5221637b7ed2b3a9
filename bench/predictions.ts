import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Clients } from '../src/aws/clients.js';
import { runStatement } from '../src/aws/statements.js';
import { loadSteps } from '../src/sql/load.js';
import { resolveStep } from '../src/sql/resolve.js';
import type { Target } from '../src/target/target.js';
import { newCustomer } from '../templates/functions/customers.js';
import { newOrder } from '../templates/functions/orders.js';
import { seeded } from '../templates/functions/random.js';
import type { Figure } from './figure.js';
import { median, startWorkshop } from './workshop.js';

export const title = 'Refresh and predictions, as the state machine runs them, at 1,000 orders/s';

/** The state machine begins a round each 10 s. */
const perRound = 10_000;
const rounds = 9;

/**
 * The workshop's own views, model and statements. In every round 10 s' worth of orders are put, then the view is
 * refreshed, then the batch is predicted: the figure is what both cost beside what the refresh alone costs.
 */
export async function run(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'workshop-bench-'));
  const workshop = await startWorkshop(home);
  const { environment } = workshop;
  const target: Target = {
    kind: 'local',
    region: environment.region,
    endpoint: environment.endpoint,
    credentials: environment,
    profile: undefined,
    workspaceUrl: () => '',
    pageAccess: () => '',
  };
  const clients = new Clients(target);
  const scope = { cluster: 'workshop-cluster', database: 'dev', dbUser: 'rsstream_user' };
  const sql = (text: string) => runStatement(clients, scope, text);
  const number = async (text: string) => Number((await sql(text)).rows[0]?.[0]);
  const kinesis = new KinesisClient({
    region: environment.region,
    endpoint: environment.endpoint,
    credentials: environment,
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 10,
  });
  const predict = resolveStep(loadSteps(), 'predict').statements[0]?.text ?? '';
  try {
    await pause(environment);
    await sql('ALTER MATERIALIZED VIEW order_stream AUTO REFRESH NO');
    while (!(await sql('SHOW MODEL consignment_delay')).rows.some((row) => row[1] === 'READY'))
      await sleep(200);
    // What is on the way by then belongs to no round.
    await sleep(65_000);
    await sql('REFRESH MATERIALIZED VIEW order_stream');
    await sql(predict);
    const [refreshes, predictions]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      for (let id = round * perRound; id < (round + 1) * perRound; id += 500) await put(kinesis, id);
      refreshes.push((await sql('REFRESH MATERIALIZED VIEW order_stream')).milliseconds);
      predictions.push((await sql(predict)).milliseconds);
    }
    const missing = await number(`SELECT COUNT(*) FROM order_stream os WHERE os.consignmentid < 1000000
      AND NOT EXISTS (SELECT 1 FROM consignment_predictions cp WHERE cp.consignmentid = os.consignmentid)`);
    const twice = await number(`SELECT COUNT(*) FROM (SELECT consignmentid FROM consignment_predictions
      GROUP BY consignmentid HAVING COUNT(*) > 1) t`);
    return [
      { name: `refresh of ${perRound} orders, median of ${rounds}`, value: median(refreshes), unit: 'ms' },
      { name: 'their predictions', value: median(predictions), unit: 'ms' },
      {
        name: 'refresh with predictions against one without',
        value: median(refreshes.map((ms, round) => (ms + (predictions[round] ?? 0)) / ms)),
        unit: '×',
        limit: { kind: 'atMost', value: 1.3 },
      },
      {
        name: 'orders without a prediction, or with two',
        value: missing + twice,
        unit: 'rows',
        limit: { kind: 'atMost', value: 0 },
      },
    ];
  } finally {
    kinesis.destroy();
    await clients.close();
    await workshop.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const random = seeded(7);
const sender = newCustomer(random, 1, Date.now());

/** Puts the 500 orders whose ids begin here, as often as their shards' limits ask for it. */
async function put(kinesis: KinesisClient, first: number): Promise<void> {
  let records = Array.from({ length: 500 }, (_, index) => ({
    PartitionKey: String(first + index),
    Data: Buffer.from(JSON.stringify(newOrder(random, first + index, sender, Date.now()))),
  }));
  while (records.length > 0) {
    const reply = await kinesis.send(new PutRecordsCommand({ StreamName: 'order_stream', Records: records }));
    records = records.filter((_, index) => reply.Records?.[index]?.ErrorCode);
    if (records.length > 0) await sleep(100);
  }
}

/** Switches every schedule off: this bench puts, refreshes and predicts itself. */
async function pause(environment: Awaited<ReturnType<typeof startWorkshop>>['environment']): Promise<void> {
  const scheduler = new SchedulerClient({
    region: environment.region,
    endpoint: environment.endpoint,
    credentials: environment,
  });
  const { Schedules } = await scheduler.send(new ListSchedulesCommand({}));
  for (const { Name } of Schedules ?? []) {
    const { ScheduleExpression, FlexibleTimeWindow, Target } = await scheduler.send(
      new GetScheduleCommand({ Name }),
    );
    await scheduler.send(
      new UpdateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, State: 'DISABLED' }),
    );
  }
  scheduler.destroy();
}
