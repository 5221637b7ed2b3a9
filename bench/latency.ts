import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Clients } from '../src/aws/clients.js';
import { runStatement } from '../src/aws/statements.js';
import type { Target, TargetCredentials } from '../src/target/target.js';
import type { Figure } from './figure.js';
import { median, startWorkshop } from './workshop.js';

export const title = 'From put to a visible row, through the public APIs, the client in a process of its own';

const stream = 'bench_stream';
const view = `CREATE MATERIALIZED VIEW bench_view AUTO REFRESH YES AS SELECT approximate_arrival_timestamp,
CASE WHEN OCTET_LENGTH(kinesis_data) <= 65535 THEN TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'consignmentid', true)), '') AS BIGINT) END AS consignmentid,
CASE WHEN OCTET_LENGTH(kinesis_data) <= 65535 THEN JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'delivery_state', true) END AS delivery_state,
CASE WHEN OCTET_LENGTH(kinesis_data) <= 65535 THEN TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'revenue', true)), '') AS FLOAT) END AS revenue
FROM kinesis_schema.bench_stream WHERE CAN_JSON_PARSE(kinesis_data)`;

/** Shards enough that AWS's own limits, which hold here too, are not what is measured. */
const shards = 16;

interface PutSummary {
  sent: number;
  /** epoch ms at which each batch of ids up to `last` had been acknowledged's request begun */
  batches: { last: number; at: number }[];
  seconds: number;
}

export async function run(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'workshop-bench-'));
  const workshop = await startWorkshop(home);
  const { environment } = workshop;
  const target = {
    kind: 'local' as const,
    region: environment.region,
    endpoint: environment.endpoint,
    credentials: environment,
    profile: undefined,
    workspaceUrl: () => '',
    pageAccess: () => '',
  };
  const clients = new Clients(target);
  const scope = { cluster: 'workshop-cluster', database: 'dev', dbUser: 'rsstream_user' };
  const kinesis = new KinesisClient({
    ...target,
    credentials: environment,
    requestHandler: new NodeHttpHandler(),
  });
  try {
    await kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards }));
    while (
      (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: stream }))).StreamDescriptionSummary
        ?.StreamStatus !== 'ACTIVE'
    )
      await sleep(50);
    await allowReading(target);
    await runStatement(clients, scope, view);

    const visible = async () =>
      Number((await runStatement(clients, scope, 'SELECT COUNT(*) FROM bench_view')).rows[0]?.[0] ?? 0);
    const steady = await observe(environment, { perSecond: 1000, batch: 50, seconds: 20, first: 0 }, visible);
    const cpuBefore = cpuSeconds(environment.pid);
    const fast = await observe(
      environment,
      { perSecond: 10_000, batch: 500, seconds: 20, first: 20_000 },
      visible,
    );
    const cpu = cpuSeconds(environment.pid) - cpuBefore;
    const [row] = (
      await runStatement(clients, scope, 'SELECT COUNT(*), COUNT(DISTINCT consignmentid) FROM bench_view')
    ).rows;
    const sent = steady.sent + fast.sent;
    return [
      {
        name: 'put → visible row at 1,000 orders/s, p50',
        value: percentile(steady.waits, 0.5),
        unit: 'ms',
        limit: { kind: 'atMost', value: 300 },
      },
      {
        name: 'put → visible row at 1,000 orders/s, p99',
        value: percentile(steady.waits, 0.99),
        unit: 'ms',
        limit: { kind: 'atMost', value: 600 },
      },
      {
        name: 'sustained put',
        value: fast.sent / fast.seconds,
        unit: 'orders/s',
        limit: { kind: 'atLeast', value: 9_900 },
      },
      {
        name: 'behind when the last was put',
        value: fast.behindSeconds,
        unit: 's',
        limit: { kind: 'atMost', value: 2 },
      },
      { name: 'put → visible row at 10,000 orders/s, p99', value: percentile(fast.waits, 0.99), unit: 'ms' },
      {
        name: "the server's CPU a record (its own producers included)",
        value: (cpu / fast.sent) * 1e6,
        unit: 'µs',
      },
      {
        name: 'orders sent that are not in the view, or twice',
        value: Math.abs(sent - Number(row?.[0])) + Math.abs(sent - Number(row?.[1])),
        unit: 'rows',
        limit: { kind: 'atMost', value: 0 },
      },
      {
        name: 'median of a poll (SELECT COUNT) while it was measured',
        value: median(fast.polls),
        unit: 'ms',
      },
    ];
  } finally {
    kinesis.destroy();
    await clients.close();
    await workshop.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The cluster's role may read the workshop's two streams and no other: this bench's is added. */
async function allowReading(target: Target): Promise<void> {
  const iam = new IAMClient({ ...target, credentials: target.credentials as TargetCredentials });
  const { Roles } = await iam.send(new ListRolesCommand({}));
  const RoleName = Roles?.find((role) => role.RoleName?.includes('ClusterRole'))?.RoleName;
  const Statement = [
    { Effect: 'Allow', Action: 'kinesis:*', Resource: `arn:aws:kinesis:*:*:stream/${stream}` },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'bench', PolicyDocument }));
  iam.destroy();
}

interface Load {
  perSecond: number;
  batch: number;
  seconds: number;
  first: number;
}

/** Lets another process put orders with rising ids, and watches when each becomes visible. */
async function observe(environment: object, load: Load, visible: () => Promise<number>) {
  const putter = fork(fileURLToPath(new URL('../.bench/putter.mjs', import.meta.url)), { execArgv: [] });
  putter.send({ environment, load, stream });
  const summary = new Promise<PutSummary>((resolve) =>
    putter.once('message', (message) => resolve(message as PutSummary)),
  );
  const seen: { rows: number; at: number }[] = [];
  const polls: number[] = [];
  let done: PutSummary | undefined;
  void summary.then((value) => {
    done = value;
  });
  const end = load.first + load.perSecond * load.seconds;
  const deadline = Date.now() + load.seconds * 1000 * 4;
  for (;;) {
    const began = performance.now();
    const rows = await visible();
    polls.push(performance.now() - began);
    if (rows > (seen.at(-1)?.rows ?? load.first)) seen.push({ rows, at: Date.now() });
    if (rows >= end || Date.now() > deadline) break;
    await sleep(10);
  }
  const { sent, batches, seconds } = done ?? (await summary);
  // Ids count up from 0 over both loads: a batch is visible when as many rows are as had been put with it.
  const waits = batches.map(({ last, at }) => (seen.find((each) => each.rows > last)?.at ?? Date.now()) - at);
  const lastPut = batches.at(-1)?.at ?? 0;
  return { waits, polls, sent, seconds, behindSeconds: ((seen.at(-1)?.at ?? Date.now()) - lastPut) / 1000 };
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** User and system time of a process, from /proc (ticks of 10 ms). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
