import { setTimeout as sleep } from 'node:timers/promises';
import { ExecuteStatementCommand } from '@aws-sdk/client-redshift-data';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/clients.js';
import { runStatement, settleStatements } from '../../src/aws/statements.js';
import { loadSteps } from '../../src/sql/load.js';
import { type Execute, type RunOptions, runSteps, type SqlStepEvent } from '../../src/sql/runner.js';
import { dataFiles } from '../../templates/data/files.js';
import { newCustomer } from '../../templates/functions/customers.js';
import { newOrder } from '../../templates/functions/orders.js';
import { seeded } from '../../templates/functions/random.js';
import { admin, clusterName, makeStream } from '../local/redshift/fixture.js';
import { bucket, type ModelWarehouse, startModels } from '../local/redshift/ml/fixture.js';

const steps = loadSteps();
const random = seeded(9);
const now = Date.UTC(2026, 10, 23, 1);
const customers = Array.from({ length: 200 }, (_, userid) => newCustomer(random, userid, now));
const orders = Array.from({ length: 1_000 }, (_, id) => {
  const customer = customers[Math.floor(random() * customers.length)];
  if (!customer) throw new Error('no customer');
  return newOrder(random, id, customer, now + id);
});
const sum = (of: 'revenue' | 'cost') => orders.reduce((total, order) => total + order[of], 0);

const reports = [
  {
    vehicleid: 1,
    timestamp: '',
    state: 'TAS',
    status: 'ON_THE_MOVE',
    status_since: '2026-11-23T00:00:00.000Z',
  },
  {
    vehicleid: 1,
    timestamp: '',
    state: 'VIC',
    status: 'UNSCHEDULED_MAINTENANCE',
    status_since: '2026-11-23T10:05:12.345Z',
  },
];

let warehouse: ModelWarehouse;
let execute: Execute;
let options: RunOptions;

async function runAll(wanted = steps): Promise<SqlStepEvent[]> {
  const events: SqlStepEvent[] = [];
  for await (const event of runSteps(wanted, execute, options)) events.push(event);
  return events;
}

const build = steps.filter(({ kind }) => kind === 'build');

beforeAll(async () => {
  warehouse = await startModels();
  const clients = { redshiftData: async () => warehouse.data } as unknown as Clients;
  const scope = { cluster: clusterName, database: 'dev', dbUser: admin };
  execute = (sql, submission) => runStatement(clients, scope, sql, submission ? { submission } : {});
  options = { steps, values: { bucket }, settle: (name) => settleStatements(clients, scope, name) };
  for (const { key, body } of dataFiles(now)) {
    await warehouse.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }
  await makeStream(warehouse.kinesis, 'customer_stream', 2);
  await makeStream(warehouse.kinesis, 'order_stream', 2);
  await makeStream(warehouse.kinesis, 'fleet_stream');
  for (const report of reports) {
    await warehouse.put('fleet_stream', [report]);
    await sleep(5);
  }
  await warehouse.put('customer_stream', customers);
  await warehouse.put('order_stream', orders);
});
afterAll(() => warehouse?.test.stop());

describe('the workshop’s SQL, on a cluster', () => {
  it('runs from the first step to the last', async () => {
    const predict = steps.findIndex(({ name }) => name === 'predict');
    const events = await runAll(steps.slice(0, predict));
    expect(await warehouse.trained('consignment_delay')).toMatchObject({ 'Model State': 'READY' });
    events.push(...(await runAll(steps.slice(predict))));
    const results = new Map(
      events.flatMap((event) => (event.type === 'statement-done' ? [[event.step.name, event.result]] : [])),
    );
    expect(results.get('customers')?.rows).toHaveLength(200);
    expect(results.get('orders')?.rows).toHaveLength(1_000);
    expect(results.get('orders')?.columns).toHaveLength(14);
    expect(results.get('recent-orders')?.rows).toHaveLength(10);
    const states = new Set(customers.map(({ state }) => state));
    expect(results.get('customers-by-state')?.rows).toHaveLength(states.size);
    const routes = results.get('busiest-routes')?.rows ?? [];
    expect(routes.reduce((total, row) => total + Number(row[2]), 0)).toBe(1_000);
    expect(Number(routes[0]?.[2])).toBeGreaterThanOrEqual(Number(routes[1]?.[2]));
    expect(results.get('predict')).toMatchObject({ rowCount: 1_000 });
    const accuracy = results.get('accuracy')?.rows ?? [];
    expect(accuracy.map(([reported]) => reported)).toEqual(['LOW', 'MEDIUM', 'HIGH']);
    expect(accuracy.reduce((total, row) => total + Number(row[4]), 0)).toBe(1_000);
  });

  it('says the second time that all is there, and makes nothing twice', async () => {
    const events = await runAll(build);
    const there = events.filter(({ type }) => type === 'there').map(({ step }) => step.name);
    expect(there).toEqual(build.filter(({ unless }) => unless).map(({ name }) => name));
    expect(await warehouse.sql('SELECT count(*) FROM consignments')).toEqual([[1_000]]);
    expect(await warehouse.sql('SELECT count(*) FROM consignment_history')).toEqual([[20_000]]);
    expect(await warehouse.sql('SELECT count(*) FROM fleet')).toEqual([[220]]);
    expect(await warehouse.sql('SHOW MODEL ALL')).toHaveLength(1);
  });

  it('predicts each order once, however often it is asked', async () => {
    const twice = await runAll(steps.filter(({ name }) => name === 'predict'));
    expect(twice.at(-1)).toMatchObject({ result: { rowCount: 0 } });
    const counts = 'SELECT count(*), count(DISTINCT consignmentid) FROM consignment_predictions';
    expect(await warehouse.sql(counts)).toEqual([[1_000, 1_000]]);
    await warehouse.sql('DELETE FROM consignment_predictions');
    await runAll(steps.filter(({ name }) => name === 'predict'));
    expect(await warehouse.sql(counts)).toEqual([[1_000, 1_000]]);
  });

  it('shows each vehicle once, by its newest report, else by the register', async () => {
    await runAll(steps.filter(({ name }) => name === 'refresh-fleet'));
    const [first] = await warehouse.sql(
      'SELECT state, status, status_since, reported_at IS NULL FROM fleet_now WHERE vehicleid = 1',
    );
    expect(first).toEqual(['VIC', 'UNSCHEDULED_MAINTENANCE', '2026-11-23 10:05:12.345', false]);
    const [other] = await warehouse.sql(
      'SELECT n.state = f.home_state, n.status = f.status, reported_at IS NULL FROM fleet_now n JOIN fleet f USING (vehicleid) WHERE vehicleid = 2',
    );
    expect(other).toEqual([true, true, true]);
    expect(
      await warehouse.sql(
        'SELECT SUM(vehicles), SUM(on_the_move + scheduled_maintenance + unscheduled_maintenance) FROM fleet_summary',
      ),
    ).toEqual([['220', '220']]);
  });

  it('waits for a statement of its own that is still at work, and for no other', async () => {
    const settle = (name: string) => options.settle?.(name);
    const slow =
      'SELECT COUNT(*) FROM consignment_history a CROSS JOIN consignment_history b WHERE a.cost + b.cost < 0';
    const { Id } = await warehouse.data.send(
      new ExecuteStatementCommand({
        ClusterIdentifier: clusterName,
        Database: 'dev',
        DbUser: admin,
        Sql: slow,
        StatementName: '99-slow',
      }),
    );
    expect(await settle('99-slo')).toEqual({ waited: false, newest: undefined });
    expect(await settle('98-none')).toEqual({ waited: false, newest: undefined });
    expect(await settle('99-slow')).toEqual({ waited: true, newest: Id });
    expect(await settle('99-slow')).toEqual({ waited: false, newest: Id });
  });

  it('gives every column of an order as it was sent, and its customer', async () => {
    const order = orders[17];
    const rows = await warehouse.sql('SELECT * FROM consignments WHERE consignmentid = 17');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.slice(1)).toEqual([
      17,
      order?.timestamp,
      order?.delivery_address,
      order?.delivery_state,
      order?.origin_address,
      order?.origin_state,
      order?.delay_probability,
      order?.days_to_deliver,
      order?.delivery_distance,
      order?.userid,
      order?.revenue,
      order?.cost,
      customers[order?.userid ?? -1]?.name,
      order?.origin_state,
      expect.stringMatching(/^(LOW|MEDIUM|HIGH)$/),
    ]);
    const [totals] = await warehouse.sql('SELECT sum(revenue), sum(cost) FROM consignments');
    expect(Number(totals?.[0])).toBeCloseTo(sum('revenue'), 4);
    expect(Number(totals?.[1])).toBeCloseTo(sum('cost'), 4);
  });

  it('lets Grafana’s user read all of it, later views too, and make nothing', async () => {
    const user = { user: 'redshift_data_api_user' };
    await warehouse.sql('CREATE VIEW later AS SELECT consignmentid FROM consignments');
    for (const view of ['consignments', 'order_stream', 'customer_stream', 'later']) {
      expect(await warehouse.sql(`SELECT count(*) > 0 FROM ${view}`, user)).toEqual([[true]]);
    }
    expect(await warehouse.run('CREATE TABLE public.mine (a INT)', user)).toMatchObject({ Status: 'FAILED' });
    expect(await warehouse.run('DROP VIEW later', user)).toMatchObject({ Status: 'FAILED' });
  });

  it('keeps a customer sent twice from doubling orders, and shows an order without a customer', async () => {
    const twice = customers[orders[0]?.userid ?? 0];
    await warehouse.put('customer_stream', [twice ?? {}]);
    await warehouse.put('order_stream', [{ ...orders[0], consignmentid: 5_000, userid: 999_999 }]);
    await warehouse.sql('REFRESH MATERIALIZED VIEW customer_stream');
    await warehouse.sql('REFRESH MATERIALIZED VIEW order_stream');
    expect(await warehouse.sql('SELECT count(*), count(DISTINCT consignmentid) FROM consignments')).toEqual([
      [1_001, 1_001],
    ]);
    expect(
      await warehouse.sql(
        'SELECT customer_name, customer_state FROM consignments WHERE consignmentid = 5000',
      ),
    ).toEqual([[null, null]]);
  });

  it('goes on past whatever anybody sends', async () => {
    const before = Number((await warehouse.sql('SELECT count(*) FROM order_stream'))[0]?.[0]);
    const good = { ...orders[1], consignmentid: 6_000 };
    const long = { ...orders[1], consignmentid: 6_001, delivery_address: 'x'.repeat(60_000) };
    const odd = [
      { ...good, consignmentid: 'abc', userid: '', days_to_deliver: '3.7', revenue: 'NaN', cost: '   ' },
      { ...good, consignmentid: 10 ** 30, userid: 2 ** 40, revenue: 'Infinity', cost: '1e400' },
      { ...good, consignmentid: { a: 1 }, revenue: [1, 2], cost: null, delivery_state: true },
    ];
    const rubbish = [
      new Uint8Array([0xff, 0xfe, 0x00]),
      'not json',
      '{"consignmentid": 1',
      '[1, 2, 3]',
      '"text"',
      '7',
      'null',
      '{}',
      JSON.stringify({ ...good, note: 'x'.repeat(900_000) }),
    ];
    const bytes = (one: string | Uint8Array | object) => one;
    for (const stream of ['order_stream', 'customer_stream']) {
      await warehouse.put(stream, [...rubbish, ...odd, long, good].map(bytes));
    }
    await runAll(steps.filter(({ name }) => name.startsWith('refresh')));
    const rows = await warehouse.sql('SELECT * FROM order_stream WHERE consignmentid IN (6000, 6001)');
    expect(rows).toHaveLength(2);
    expect(String(rows.find((row) => row[1] === 6_001)?.[3])).toHaveLength(100);
    const [counts] = await warehouse.sql(
      'SELECT count(*), count(revenue), count(cost) FROM consignments WHERE consignmentid IS NULL',
    );
    expect(Number(counts?.[0])).toBeGreaterThanOrEqual(odd.length);
    expect(counts?.slice(1)).toEqual([0, 0]);
    const total = await warehouse.sql('SELECT count(*), sum(revenue), sum(cost) FROM consignments');
    expect(Number(total[0]?.[0])).toBeGreaterThan(before);
    expect(Number(total[0]?.[1])).toBeLessThan(1_000_000);
    await runAll(steps.filter(({ kind }) => kind === 'explore'));
  });

  it('predicts an order that is sent again no second time, also after later refreshes', async () => {
    const predict = steps.filter(({ name }) => name === 'predict');
    const counts = 'SELECT count(*), count(DISTINCT consignmentid) FROM consignment_predictions';
    await runAll(predict);
    const [before] = await warehouse.sql(counts);
    expect(before?.[0]).toBe(before?.[1]);
    await warehouse.put('order_stream', [orders[3] ?? {}, orders[999] ?? {}]);
    await warehouse.sql('REFRESH MATERIALIZED VIEW order_stream');
    await runAll(predict);
    expect(await warehouse.sql(counts)).toEqual([before]);
    expect(await warehouse.sql('SELECT count(*) FROM orders_to_predict')).toEqual([[0]]);
  });

  it('shows an order once, though two batches at the same moment have predicted it', async () => {
    const counts =
      'SELECT count(*), count(DISTINCT consignmentid) FROM consignments WHERE consignmentid < 100';
    const before = await warehouse.sql(counts);
    await warehouse.sql(
      'INSERT INTO consignment_predictions SELECT * FROM consignment_predictions WHERE consignmentid < 100',
    );
    expect(await warehouse.sql(counts)).toEqual(before);
    await runAll(steps.filter(({ name }) => name === 'predict'));
    expect(await warehouse.sql('SELECT count(*) FROM orders_to_predict')).toEqual([[0]]);
  });

  it('shows the line and the caret of what Redshift refuses', async () => {
    const wrong = structuredClone(steps.find(({ name }) => name === 'orders'));
    if (!wrong) throw new Error('no such step');
    wrong.text = wrong.text.replace('*', 'consignment_id');
    wrong.statements = wrong.statements.map((one) => ({
      ...one,
      text: one.text.replace('*', 'consignment_id'),
    }));
    const error = await runAll([wrong]).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'sql-failed',
      line: 6,
      message: expect.stringContaining('consignment_id'),
    });
    const [, shown = '', caret = ''] = error.why.split('\n');
    expect(shown.slice(caret.indexOf('^'))).toMatch(/^consignment_id/);
  });
});
