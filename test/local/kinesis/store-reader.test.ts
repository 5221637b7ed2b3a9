import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cloud } from '../../../src/local/cloud.js';
import { DurableDocument } from '../../../src/local/durable-document.js';
import { createKinesisService } from '../../../src/local/kinesis/index.js';
import type { RequestContext } from '../../../src/local/service.js';
import { defaultSettings } from '../../../src/local/settings.js';

/** As much of a cloud as Kinesis needs; no port, because the reader is not called over HTTP. */
function cloudIn(folder: string): Cloud {
  return {
    name: 'workshop',
    accountId: '123456789012',
    region: 'us-east-1',
    folder,
    settings: { ...defaultSettings, kinesisLimits: false },
    endpoint: 'http://127.0.0.1:0',
    log: (line) => expect.unreachable(line),
    document: (name, initial) => new DurableDocument(join(folder, `${name}.json`), initial),
    call: () => Promise.reject(new Error('Kinesis calls no other service')),
    credentialsFor: () => Promise.reject(new Error('Kinesis needs no credentials')),
  };
}

const FEW = { records: 2, bytes: 1 << 20 };
const SHARD_0 = 'shardId-000000000000';
let folder: string;
let kinesis: ReturnType<typeof createKinesisService>;
const call = async (action: string, input: object): Promise<Record<string, unknown>> =>
  (await kinesis.service.actions[action]?.(input, {} as RequestContext)) as Record<string, unknown>;
const put = (...letters: string[]) =>
  call('PutRecords', {
    StreamName: 's',
    Records: letters.map((l) => ({ PartitionKey: l, Data: Buffer.from(l) })),
  });
const status = async () =>
  (
    (await call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary as {
      StreamStatus: string;
    }
  ).StreamStatus;
const untilActive = async () => {
  while ((await status()) !== 'ACTIVE') await new Promise((resolve) => setTimeout(resolve, 1));
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-reader-'));
  kinesis = createKinesisService(cloudIn(folder));
  await call('CreateStream', { StreamName: 's', ShardCount: 1 });
  await untilActive();
});
afterEach(async () => {
  await kinesis.service.stop?.();
  rmSync(folder, { recursive: true, force: true });
});

describe("Redshift's reader", () => {
  it('reads page by page after a position, to the tip', async () => {
    await put('a', 'b', 'c');
    const first = await kinesis.reader.read('s', SHARD_0, undefined, FEW);
    expect(first.records.map((r) => r.data.toString())).toEqual(['a', 'b']);
    expect(first).toMatchObject({ atTip: false, ended: false });
    const second = await kinesis.reader.read('s', SHARD_0, first.records[1]?.sequenceNumber, FEW);
    expect(second.records.map((r) => [r.partitionKey, r.data.toString()])).toEqual([['c', 'c']]);
    expect(second).toMatchObject({ atTip: true, ended: false });
    const third = await kinesis.reader.read('s', SHARD_0, second.records[0]?.sequenceNumber, FEW);
    expect(third).toEqual({ records: [], atTip: true, ended: false });
  });

  it('names shards parents first, and ends a closed one', async () => {
    await put('a');
    await call('UpdateShardCount', { StreamName: 's', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' });
    await untilActive();
    expect(kinesis.reader.shards('s')).toEqual([
      { shardId: SHARD_0, parentShardIds: [] },
      { shardId: 'shardId-000000000001', parentShardIds: [SHARD_0] },
      { shardId: 'shardId-000000000002', parentShardIds: [SHARD_0] },
    ]);
    expect(await kinesis.reader.read('s', SHARD_0, undefined, FEW)).toMatchObject({
      atTip: true,
      ended: true,
    });
    expect(kinesis.reader.shards('missing')).toBeUndefined();
  });

  it('is told once after a batch, and not when it no longer listens', async () => {
    let told = 0;
    const stop = kinesis.reader.onArrival('s', () => {
      told += 1;
    });
    const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
    await turn();
    told = 0;
    await put('a', 'b', 'c');
    await turn();
    expect(told).toBe(1);
    stop();
    await put('d');
    await turn();
    expect(told).toBe(1);
  });

  it('reads a new stream of the same name from its start, whatever the old position', async () => {
    await put('old');
    const { records } = await kinesis.reader.read('s', SHARD_0, undefined, FEW);
    await call('DeleteStream', { StreamName: 's' });
    while (kinesis.reader.shards('s') !== undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await call('CreateStream', { StreamName: 's', ShardCount: 1 });
    await untilActive();
    await put('new');
    const again = await kinesis.reader.read('s', SHARD_0, records[0]?.sequenceNumber, FEW);
    expect(again.records.map((r) => r.data.toString())).toEqual(['new']);
  });

  it('goes on after a restart where it was', async () => {
    await put('a', 'b');
    const { records } = await kinesis.reader.read('s', SHARD_0, undefined, FEW);
    await kinesis.service.stop?.();
    kinesis = createKinesisService(cloudIn(folder));
    kinesis.service.start?.();
    await put('c');
    const next = await kinesis.reader.read('s', SHARD_0, records[1]?.sequenceNumber, FEW);
    expect(next.records.map((r) => r.data.toString())).toEqual(['c']);
  });
});
