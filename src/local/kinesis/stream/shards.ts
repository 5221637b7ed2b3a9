import { type HashRange, hashKeyOf, middleOf, numberOf, uniformRanges } from '../hash-key.js';
import type { ShardState, StreamState } from './state.js';

export function isOpen(shard: ShardState): boolean {
  return shard.closedAt === undefined;
}

/** Open shards in the order of their hash keys. */
export function openShards(state: StreamState): ShardState[] {
  return state.shards.filter(isOpen).sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** AWS's name of a stream's n-th shard, counted over its whole life. */
export function shardName(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

export function addShard(
  state: StreamState,
  range: HashRange,
  epochSeconds: number,
  nowMs: number,
  parents: { parent?: string; adjacentParent?: string } = {},
): ShardState {
  const index = state.nextShardIndex++;
  const shard = { id: shardName(index), index, epochSeconds, ...range, ...parents, openedAt: nowMs };
  state.shards.push(shard);
  return shard;
}

/** Closes a shard and opens two in its place, the second from `at` on. */
export function splitShard(state: StreamState, shard: ShardState, at: string, nowMs: number): void {
  shard.closedAt = nowMs;
  const epoch = childEpoch(nowMs, shard);
  const below = hashKeyOf(numberOf(at) - 1n) ?? shard.start;
  addShard(state, { start: shard.start, end: below }, epoch, nowMs, { parent: shard.id });
  addShard(state, { start: at, end: shard.end }, epoch, nowMs, { parent: shard.id });
}

/** Closes two neighbours and opens one in their place. */
export function mergeShards(
  state: StreamState,
  shard: ShardState,
  adjacent: ShardState,
  nowMs: number,
): ShardState {
  shard.closedAt = nowMs;
  adjacent.closedAt = nowMs;
  const range =
    shard.start < adjacent.start
      ? { start: shard.start, end: adjacent.end }
      : { start: adjacent.start, end: shard.end };
  const parents = { parent: shard.id, adjacentParent: adjacent.id };
  return addShard(state, range, childEpoch(nowMs, shard, adjacent), nowMs, parents);
}

/** Whether the upper end of one is followed by the lower end of the other. */
export function areAdjacent(a: ShardState, b: ShardState): boolean {
  const [low, high] = a.start < b.start ? [a, b] : [b, a];
  return numberOf(low.end) + 1n === numberOf(high.start);
}

/**
 * Divides the hash keys evenly among `target` shards by splits, then merges, as UpdateShardCount does; shards that
 * live only in between stay in the list, closed.
 */
export function scaleUniformly(state: StreamState, target: number, nowMs: number): void {
  const ranges = uniformRanges(target);
  for (const { start } of ranges) {
    const shard = openShards(state).find((s) => s.start < start && start <= s.end);
    if (shard !== undefined) splitShard(state, shard, start, nowMs);
  }
  for (const range of ranges) {
    const pieces = openShards(state).filter((s) => s.start >= range.start && s.end <= range.end);
    let whole = pieces.shift();
    for (const piece of pieces) whole = whole && mergeShards(state, whole, piece, nowMs);
  }
}

/** Splits the widest shards in the middle until there are `target`, as an on-demand stream grows. */
export function growTo(state: StreamState, target: number, nowMs: number): void {
  for (let open = openShards(state); open.length < target; open = openShards(state)) {
    const width = (s: ShardState) => numberOf(s.end) - numberOf(s.start);
    const widest = open.reduce((a, b) => (width(b) > width(a) ? b : a));
    splitShard(state, widest, middleOf(widest), nowMs);
  }
}

/** A child's sequence numbers are above its parents', even in the same second. */
function childEpoch(nowMs: number, ...parents: ShardState[]): number {
  return Math.max(Math.floor(nowMs / 1000), ...parents.map((p) => p.epochSeconds + 1));
}
