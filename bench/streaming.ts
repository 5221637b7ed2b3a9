import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ShardRecord, StreamReader } from '../src/local/kinesis/reader.js';
import { Cancellation } from '../src/local/redshift/engine/cancellation.js';
import { Database } from '../src/local/redshift/engine/database.js';
import type { EngineServices } from '../src/local/redshift/engine/execution.js';
import { runStatement } from '../src/local/redshift/engine/run-statement.js';
import { newSession } from '../src/local/redshift/engine/session.js';

export const title = 'Streaming: refresh of a materialized view';

interface Figure {
  name: string;
  value: number;
  unit: string;
  limit: { kind: 'atLeast' | 'atMost'; value: number };
}

const rows = 250_000;
const shardId = 'shardId-000000000000';
const texts = [
  'timestamp',
  'delivery_address',
  'delivery_state',
  'origin_address',
  'origin_state',
  'delay_probability',
];
const columns: [name: string, redshift: string, duckdb: string][] = [
  ['consignmentid', 'BIGINT', 'BIGINT'],
  ...texts.map((name): [string, string, string] => [name, 'VARCHAR(100)', 'VARCHAR']),
  ['days_to_deliver', 'INT', 'INTEGER'],
  ['delivery_distance', 'FLOAT', 'DOUBLE'],
  ['userid', 'INT', 'INTEGER'],
  ['revenue', 'FLOAT', 'DOUBLE'],
  ['cost', 'FLOAT', 'DOUBLE'],
];

/**
 * (a) Rows a second of a refresh of the workshop's orders against DuckDB's own best on the same records: one
 * json_extract_string with a list of paths over blobs that the appender staged, into a table on disk.
 * (b) The cost of a refresh of 2,000 records into a view of 5,000,000 rows against one of 100,000 rows.
 */
export async function run(): Promise<Figure[]> {
  const records = Array.from({ length: rows }, (_, id) => order(id));
  const rates: number[] = [];
  for (let round = 0; round < 2; round++) rates.push((await ours(records)) / (await best(records)));
  const [small, large] = [await costOver(100_000), await costOver(5_000_000)];
  return [
    {
      name: 'refresh, rows/s, as a share of DuckDB alone',
      value: Math.max(...rates),
      unit: '×',
      limit: { kind: 'atLeast', value: 0.5 },
    },
    {
      name: 'refresh over 5,000,000 old rows against 100,000',
      value: large / small,
      unit: '×',
      limit: { kind: 'atMost', value: 1.3 },
    },
  ];
}

async function ours(records: ShardRecord[]): Promise<number> {
  return inFolder(async (folder) => {
    const { sql, close } = open(folder, readerOf(records));
    await sql('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default');
    await sql(`CREATE MATERIALIZED VIEW orders AS ${viewQuery()}`);
    const started = performance.now();
    await sql('REFRESH MATERIALIZED VIEW orders');
    const seconds = (performance.now() - started) / 1000;
    await close();
    return records.length / seconds;
  });
}

async function best(records: ShardRecord[]): Promise<number> {
  return inFolder(async (folder) => {
    const instance = await DuckDBInstance.create(join(folder, 'best.duckdb'), { threads: '2' });
    const connection = await instance.connect();
    const definitions = columns.map(([name, , type]) => `"${name}" ${type}`).join(', ');
    await connection.run(`CREATE TABLE orders (arrived TIMESTAMP, ${definitions})`);
    const started = performance.now();
    await connection.run('CREATE TEMP TABLE staged (arrived BIGINT, d BLOB)');
    const appender = await connection.createAppender('staged', 'main', 'temp');
    for (const record of records) {
      appender.appendBigInt(BigInt(record.approximateArrivalTimestamp));
      appender.appendBlob(record.data);
      appender.endRow();
    }
    appender.flushSync();
    appender.closeSync();
    const paths = columns.map(([name]) => `'$.${name}'`).join(', ');
    const values = columns.map(([, , type], index) => `l[${index + 1}]::${type}`).join(', ');
    await connection.run(
      `INSERT INTO orders SELECT make_timestamp(arrived * 1000), ${values}
       FROM (SELECT arrived, json_extract_string(decode(d), [${paths}]) AS l FROM staged)`,
    );
    const seconds = (performance.now() - started) / 1000;
    connection.closeSync();
    instance.closeSync();
    return records.length / seconds;
  });
}

/** Seconds of the median of a few refreshes of 2,000 records each, in a view that already holds so many rows. */
async function costOver(old: number): Promise<number> {
  return inFolder(async (folder) => {
    const batch = 2_000;
    const records: ShardRecord[] = [];
    const { database, sql, close } = open(folder, readerOf(records));
    await sql('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default');
    await sql(`CREATE MATERIALIZED VIEW orders AS ${viewQuery()}`);
    records.push(order(0));
    await sql('REFRESH MATERIALIZED VIEW orders');
    // The old rows are copies, so that the bench need not wait for five million records.
    const step = 500_000;
    for (let made = 0; made < old; made += step) {
      const count = Math.min(step, old - made);
      await database.write(async ({ connection }) => {
        await connection.run(
          `INSERT INTO public.orders SELECT o.* FROM public.orders o, range(${count}) LIMIT ${count}`,
        );
      });
    }
    const times: number[] = [];
    for (let round = 0; round < 7; round++) {
      for (let index = 0; index < batch; index++) records.push(order(records.length));
      const started = performance.now();
      await sql('REFRESH MATERIALIZED VIEW orders');
      times.push((performance.now() - started) / 1000);
    }
    await close();
    return times.sort((a, b) => a - b)[3] ?? Number.NaN;
  });
}

function viewQuery(): string {
  const extracted = columns.map(
    ([name, type]) =>
      `JSON_EXTRACT_PATH_TEXT(from_varbyte(kinesis_data, 'utf-8'), '${name}', true)::${type} AS ${name}`,
  );
  return `SELECT approximate_arrival_timestamp, ${extracted.join(', ')} FROM kds.orders
    WHERE is_utf8(kinesis_data) AND is_valid_json(from_varbyte(kinesis_data, 'utf-8'))`;
}

function order(id: number): ShardRecord {
  const data = {
    consignmentid: id,
    timestamp: '2026-11-23 10:00:00.123456',
    delivery_address: `${id % 500} George Street, Sydney NSW 2000`,
    delivery_state: 'New South Wales',
    origin_address: `${id % 300} Collins Street, Melbourne VIC 3000`,
    origin_state: 'Victoria',
    delay_probability: ['HIGH', 'MEDIUM', 'LOW'][id % 3],
    days_to_deliver: id % 9,
    delivery_distance: 700 + (id % 100) / 7,
    userid: id % 10_000,
    revenue: 100 + (id % 1000) / 3,
    cost: 50 + (id % 700) / 3,
  };
  return {
    sequenceNumber: String(id).padStart(56, '0'),
    partitionKey: String(id),
    approximateArrivalTimestamp: 1_790_000_000_000 + id,
    data: Buffer.from(JSON.stringify(data)),
  };
}

/** A stream of one shard over an array that may grow. */
function readerOf(records: ShardRecord[]): StreamReader {
  return {
    shards: () => [{ shardId, parentShardIds: [] }],
    async read(_stream, _shard, after, limit) {
      const from = after === undefined ? 0 : Number(after) + 1;
      const slice = records.slice(from, from + limit.records);
      return { records: slice, atTip: from + slice.length >= records.length, ended: false };
    },
    onArrival: () => () => {},
  };
}

function open(folder: string, reader: StreamReader) {
  const database = new Database({ folder, name: 'dev', admin: 'admin' });
  const services: EngineServices = {
    defaultRole: () => 'arn:aws:iam::000000000000:role/bench',
    hasRole: () => true,
    firstDenied: async () => undefined,
    region: 'us-east-1',
    accountId: '000000000000',
    reader,
    autoRefreshChanged: () => {},
    call: async () => ({}),
    modelsChanged: () => {},
    volatileRows: () => [],
  };
  const sql = async (text: string) => {
    await runStatement(database, services, {
      text,
      session: newSession('admin', 'dev'),
      parameters: new Map(),
      queryId: 1,
      sink: { columns: () => {}, rows: () => {} },
      cancellation: new Cancellation(),
    });
  };
  return { database, sql, close: () => database.close() };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
