import { growTo, mergeShards, scaleUniformly, splitShard } from './shards.js';
import type { ShardState, StreamState, StreamUpdate } from './state.js';

const HOUR_MS = 3_600_000;

/** Makes an UPDATING stream what it was to become. */
export function applyUpdate(state: StreamState, update: StreamUpdate, nowMs: number): void {
  switch (update.kind) {
    case 'split':
      splitShard(state, shardOf(state, update.shardId), update.at, nowMs);
      return;
    case 'merge':
      mergeShards(state, shardOf(state, update.shardId), shardOf(state, update.adjacentId), nowMs);
      return;
    case 'scale':
      scaleUniformly(state, update.target, nowMs);
      return;
    case 'grow':
      growTo(state, update.target, nowMs);
      return;
    case 'mode':
      state.mode = update.mode;
      return;
    case 'retention':
      // What the shorter of both periods has lost stays lost.
      state.lostBefore = Math.max(
        state.lostBefore,
        nowMs - Math.min(state.retentionHours, update.hours) * HOUR_MS,
      );
      state.retentionHours = update.hours;
      return;
    case 'encryption':
      if (update.keyId === undefined) delete state.keyId;
      else state.keyId = update.keyId;
      return;
    case 'record size':
      state.maxRecordKiB = update.kib;
  }
}

function shardOf(state: StreamState, id: string): ShardState {
  const shard = state.shards.find((s) => s.id === id);
  if (shard === undefined) throw new Error(`stream ${state.name} has no shard ${id}`);
  return shard;
}
