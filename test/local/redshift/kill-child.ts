// The process that the kill test kills: refreshes one view from a stream of `total` records, for as long as it lives.
import type { ShardBatch, ShardRecord, StreamReader } from '../../../src/local/kinesis/reader.js';
import { Cancellation } from '../../../src/local/redshift/engine/cancellation.js';
import { Database } from '../../../src/local/redshift/engine/database.js';
import type { EngineServices } from '../../../src/local/redshift/engine/execution.js';
import { runStatement } from '../../../src/local/redshift/engine/run-statement.js';
import { newSession } from '../../../src/local/redshift/engine/session.js';
import { roundLimit } from '../../../src/local/redshift/streaming/batch.js';

const folder = process.argv[2] ?? '';
const total = Number(process.argv[3]);
const shards = ['shardId-000000000000', 'shardId-000000000001'];
const began = 1_760_000_000_000;
// Many small commits, so that a kill falls into the middle of one more often than not.
roundLimit.records = 400;

function record(shard: number, index: number): ShardRecord {
  const id = index * shards.length + shard;
  return {
    sequenceNumber: String(id).padStart(56, '0'),
    partitionKey: String(id),
    approximateArrivalTimestamp: began + id,
    data: Buffer.from(JSON.stringify({ id, text: 'x'.repeat(200) })),
  };
}

const reader: StreamReader = {
  shards: () => shards.map((shardId) => ({ shardId, parentShardIds: [] })),
  async read(_stream, shardId, after, limit): Promise<ShardBatch> {
    const shard = shards.indexOf(shardId);
    const each = total / shards.length;
    const from = after === undefined ? 0 : (Number(after) - shard) / shards.length + 1;
    const to = Math.min(each, from + limit.records);
    const records = Array.from({ length: to - from }, (_, index) => record(shard, from + index));
    return { records, atTip: to >= each, ended: false };
  },
  onArrival: () => () => {},
};

const services: EngineServices = {
  defaultRole: () => 'arn:aws:iam::000000000000:role/r',
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

const database = new Database({ folder, name: 'dev', admin: 'admin' });

async function sql(text: string): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  await runStatement(database, services, {
    text,
    session: newSession('admin', 'dev'),
    parameters: new Map(),
    queryId: 1,
    sink: { columns: () => {}, rows: (more) => void rows.push(...more) },
    cancellation: new Cancellation(),
  });
  return rows;
}

const there = await sql("SELECT count(*) FROM svv_mv_info WHERE name = 'orders'");
if (there[0]?.[0] === 0) {
  await sql('CREATE EXTERNAL SCHEMA IF NOT EXISTS kds FROM KINESIS IAM_ROLE default');
  await sql(
    "CREATE MATERIALIZED VIEW orders AS SELECT json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'id')::bigint AS id FROM kds.orders",
  );
}
console.log('refreshing');
await sql('REFRESH MATERIALIZED VIEW orders');
console.log(JSON.stringify((await sql('SELECT count(*), count(distinct id) FROM orders'))[0]));
await database.close();
