import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HIGHEST,
  hashKeyOf,
  LOWEST,
  middleOf,
  numberOf,
  uniformRanges,
} from '../../../src/local/kinesis/hash-key.js';
import { Flusher } from '../../../src/local/kinesis/log/flusher.js';
import { TipCache } from '../../../src/local/kinesis/log/tip-cache.js';
import {
  addShard,
  areAdjacent,
  growTo,
  mergeShards,
  openShards,
  scaleUniformly,
  splitShard,
} from '../../../src/local/kinesis/stream/shards.js';
import type { StreamState } from '../../../src/local/kinesis/stream/state.js';
import { Stream } from '../../../src/local/kinesis/stream/stream.js';

function streamOf(shards: number): Stream {
  const state: StreamState = {
    name: 's',
    uid: '1',
    createdAt: 0,
    status: 'ACTIVE',
    mode: 'PROVISIONED',
    shards: [],
    nextShardIndex: 0,
    retentionHours: 24,
    lostBefore: 0,
    maxRecordKiB: 1024,
    tags: {},
    consumers: [],
    policies: {},
    peaks: [],
    scaledAt: [],
  };
  for (const range of uniformRanges(shards)) addShard(state, range, 1, 0);
  const parts = { flusher: new Flusher(() => undefined), cache: new TipCache(0) };
  return new Stream(state, '/nowhere', parts, () => undefined);
}

function expectWholeSpace({ state }: Stream): void {
  const open = openShards(state);
  expect(open[0]?.start).toBe(LOWEST);
  expect(open.at(-1)?.end).toBe(HIGHEST);
  for (const [i, shard] of open.entries()) {
    const next = open[i + 1];
    if (next) expect(numberOf(shard.end) + 1n).toBe(numberOf(next.start));
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('split' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('merge' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('scale' as const), target: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('grow' as const), target: fc.integer({ min: 1, max: 12 }) }),
);
const key = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });

describe('resharding', () => {
  it('always covers every hash key with exactly one open shard', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(step, { maxLength: 12 }),
        fc.array(key),
        (n, steps, keys) => {
          const stream = streamOf(n);
          for (const change of steps) {
            const open = openShards(stream.state);
            const at = 'which' in change ? change.which % open.length : 0;
            const shard = open[at];
            const next = open[at + 1];
            if (change.kind === 'split' && shard && shard.start < shard.end) {
              splitShard(stream.state, shard, middleOf(shard), 5000);
            }
            if (change.kind === 'merge' && shard && next) {
              expect(areAdjacent(next, shard)).toBe(true);
              mergeShards(stream.state, next, shard, 5000);
            }
            if (change.kind === 'scale') scaleUniformly(stream.state, change.target, 5000);
            if (change.kind === 'grow') growTo(stream.state, change.target, 5000);
          }
          stream.reroute();
          expectWholeSpace(stream);
          for (const k of [0n, 2n ** 128n - 1n, ...keys]) {
            const hash = hashKeyOf(k) as string;
            const shard = stream.shardFor(hash);
            expect(shard.start <= hash && hash <= shard.end).toBe(true);
            expect(shard.closedAt).toBeUndefined();
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('scales to even ranges, parents closed and named', () => {
    const stream = streamOf(3);
    scaleUniformly(stream.state, 2, 5000);
    expect(openShards(stream.state).map(({ start, end }) => ({ start, end }))).toEqual(uniformRanges(2));
    for (const shard of openShards(stream.state)) {
      expect(stream.shard(shard.parent ?? '')?.closedAt).toBe(5000);
    }
  });

  it("numbers a child's records above its parents', even within one second", () => {
    const stream = streamOf(1);
    scaleUniformly(stream.state, 4, 500);
    for (const shard of stream.state.shards) {
      const parent = stream.shard(shard.parent ?? '');
      if (parent) expect(shard.epochSeconds).toBeGreaterThan(parent.epochSeconds);
    }
  });
});
