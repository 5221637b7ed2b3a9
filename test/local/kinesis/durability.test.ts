import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleChildCloud, startChildCloud } from './child-cloud.js';
import { createActiveStream, readAll, text } from './streams.js';

const root = mkdtempSync(join(tmpdir(), 'workshop-durable-'));
let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleChildCloud();
});
afterAll(() => {
  bundle.remove();
  rmSync(root, { recursive: true, force: true });
});

interface Acknowledged {
  shardId: string;
  sequenceNumber: string;
}

/** Puts batches until the server goes away. */
async function putUntilKilled(
  client: KinesisClient,
  writer: string,
  known: Map<string, Acknowledged>,
): Promise<void> {
  for (let batch = 0; ; batch++) {
    const names = Array.from({ length: 20 }, (_, i) => `${writer}-${batch}-${i}`);
    const Records = names.map((n) => ({
      PartitionKey: n,
      Data: Buffer.from(`${n}:${'x'.repeat(batch % 700)}`),
    }));
    try {
      const reply = await client.send(new PutRecordsCommand({ StreamName: 'orders', Records }));
      for (const [i, name] of names.entries()) {
        const { ShardId = '', SequenceNumber = '' } = reply.Records?.[i] ?? {};
        known.set(name, { shardId: ShardId, sequenceNumber: SequenceNumber });
      }
    } catch {
      return;
    }
  }
}

describe('records on disk', () => {
  it('are each there exactly once, as acknowledged, after SIGKILL in mid-put', async () => {
    const folder = join(root, 'killed');
    const known = new Map<string, Acknowledged>();
    for (const round of [0, 1, 2]) {
      const cloud = await startChildCloud(bundle, folder);
      if (round === 0) await createActiveStream(cloud.client, 'orders', 3);
      const writers = ['a', 'b', 'c'].map((w) => putUntilKilled(cloud.client, `${round}${w}`, known));
      while (known.size < 2000 * (round + 1)) await new Promise((resolve) => setTimeout(resolve, 5));
      await cloud.end('SIGKILL');
      await Promise.all(writers);
    }
    const { client, end } = await startChildCloud(bundle, folder);
    const found = new Map<string, Acknowledged>();
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: 'orders' }));
    for (const { ShardId: shardId = '' } of Shards) {
      let last = '';
      for (const record of await readAll(client, 'orders', shardId)) {
        const sequenceNumber = record.SequenceNumber ?? '';
        expect(sequenceNumber > last).toBe(true);
        last = sequenceNumber;
        const [name = '', filling = ''] = text(record.Data).split(':');
        expect(record.PartitionKey).toBe(name);
        expect(filling).toBe('x'.repeat(Number(name.split('-')[1]) % 700));
        expect(found.has(name)).toBe(false);
        found.set(name, { shardId, sequenceNumber });
      }
    }
    expect(known.size).toBeGreaterThanOrEqual(6000);
    for (const [name, place] of known) expect(found.get(name)).toEqual(place);
    await end('SIGKILL');
  });

  it('on a full disk: the client is told, what was acknowledged stays, and a later put succeeds', async () => {
    const folder = join(root, 'full');
    const cloud = await startChildCloud(bundle, folder, 64);
    await createActiveStream(cloud.client, 'orders', 1);
    const put = (client: KinesisClient, name: string, bytes: number) =>
      client.send(
        new PutRecordCommand({ StreamName: 'orders', PartitionKey: name, Data: Buffer.alloc(bytes, 1) }),
      );
    await put(cloud.client, 'first', 30_000);
    await expect(put(cloud.client, 'too large', 60_000)).rejects.toMatchObject({
      name: 'InternalFailureException',
      $metadata: { httpStatusCode: 500 },
    });
    const batch = await cloud.client.send(
      new PutRecordsCommand({
        StreamName: 'orders',
        Records: [1, 2].map((n) => ({ PartitionKey: `batch ${n}`, Data: Buffer.alloc(30_000) })),
      }),
    );
    expect(batch.FailedRecordCount).toBe(2);
    expect(batch.Records?.map((r) => r.ErrorCode)).toEqual(['InternalFailure', 'InternalFailure']);
    await put(cloud.client, 'second', 1000);
    const keys = async (client: KinesisClient) =>
      (await readAll(client, 'orders', 'shardId-000000000000')).map((r) => r.PartitionKey);
    expect(await keys(cloud.client)).toEqual(['first', 'second']);
    await cloud.end('SIGKILL');

    const again = await startChildCloud(bundle, folder);
    expect(await keys(again.client)).toEqual(['first', 'second']);
    await put(again.client, 'third', 60_000);
    expect(await keys(again.client)).toEqual(['first', 'second', 'third']);
    await again.end('SIGKILL');
  });
});
