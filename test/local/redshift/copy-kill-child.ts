// The process that the kill test kills: counts the table's rows, then COPYs one object of `total` rows into it.

import { Cancellation } from '../../../src/local/redshift/engine/cancellation.js';
import { Database } from '../../../src/local/redshift/engine/database.js';
import type { EngineServices } from '../../../src/local/redshift/engine/execution.js';
import type { Cell } from '../../../src/local/redshift/engine/outcome.js';
import { runStatement } from '../../../src/local/redshift/engine/run-statement.js';
import { newSession } from '../../../src/local/redshift/engine/session.js';

const folder = process.argv[2] ?? '';
const total = Number(process.argv[3]);
const object = Buffer.from(Array.from({ length: total }, (_, id) => `${id},${'x'.repeat(60)}\n`).join(''));

/** S3 with one object. */
async function s3(_service: string, action: string, input: { Range?: string }) {
  if (action === 'ListObjectsV2') return { Contents: [{ Key: 'rows', Size: object.length, ETag: '"1"' }] };
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(input.Range ?? '') ?? [];
  return { Body: object.subarray(Number(from), Number(to) + 1) };
}

const services: EngineServices = {
  defaultRole: () => 'arn:aws:iam::000000000000:role/r',
  hasRole: () => true,
  firstDenied: async () => undefined,
  region: 'us-east-1',
  accountId: '000000000000',
  reader: {
    shards: () => [],
    read: async () => ({ records: [], atTip: true, ended: false }),
    onArrival: () => () => {},
  },
  autoRefreshChanged: () => {},
  call: s3 as EngineServices['call'],
  modelsChanged: () => {},
  volatileRows: () => [],
};

const database = new Database({ folder, name: 'dev', admin: 'admin' });

async function run(text: string): Promise<Cell[][]> {
  const found: Cell[][] = [];
  await runStatement(database, services, {
    text,
    session: newSession('admin', 'dev'),
    parameters: new Map(),
    queryId: 1,
    sink: { columns: () => {}, rows: (rows) => void found.push(...rows) },
    cancellation: new Cancellation(),
  });
  return found;
}

await run('CREATE TABLE IF NOT EXISTS t (id INT, filler VARCHAR(100))');
const count = 'SELECT count(*), count(DISTINCT id), (SELECT count(*) FROM stl_load_commits) FROM t';
console.log(`copying ${JSON.stringify((await run(count))[0])}`);
await run("COPY t FROM 's3://bucket/rows' IAM_ROLE default CSV");
console.log(`after ${JSON.stringify((await run(count))[0])}`);
await database.close();
