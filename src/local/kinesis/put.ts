import type { Cloud } from '../cloud.js';
import { AwsError } from '../protocol/errors.js';
import { hashKeyOf, hashPartitionKey, LOWEST } from './hash-key.js';
import type { Kinesis } from './kinesis.js';
import { ENCRYPTED, type NewRecord } from './log/record-format.js';
import { shardsWanted, withPeak } from './stream/on-demand.js';
import type { ShardState } from './stream/state.js';
import type { Stream } from './stream/stream.js';

export interface PutEntry {
  PartitionKey: string;
  Data: Uint8Array;
  ExplicitHashKey?: string | undefined;
}

export type PutResult =
  | { ShardId: string; SequenceNumber: string }
  | { ErrorCode: 'ProvisionedThroughputExceededException' | 'InternalFailure'; ErrorMessage: string };

/** Bytes as the limits count them: data and partition key. */
export function sizeOf(entry: PutEntry): number {
  return entry.Data.length + Buffer.byteLength(entry.PartitionKey);
}

/** @throws AwsError InvalidArgumentException outside [0, 2^128 - 1] */
export function explicitHashKey(text: string): string {
  const key = hashKeyOf(BigInt(text));
  if (key !== undefined) return key;
  throw new AwsError(
    'InvalidArgumentException',
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`,
  );
}

/**
 * Puts records into a stream, each into the shard of its hash key. When it returns, every record with a sequence
 * number survives the end of the process; a throttled record or one that the disk refused has an error instead.
 * @throws AwsError InvalidArgumentException before anything is written
 */
export function putRecords(kinesis: Kinesis, stream: Stream, entries: readonly PutEntry[]): PutResult[] {
  const { cloud } = kinesis;
  const now = Date.now();
  const results = new Array<PutResult>(entries.length);
  const shards = shardsOf(stream, entries);
  const batches = new Map<ShardState, { records: NewRecord[]; places: number[]; bytes: number }>();
  let bytes = 0;
  let accepted = 0;
  for (const [place, entry] of entries.entries()) {
    const shard = shards[place] as ShardState;
    const size = sizeOf(entry);
    if (cloud.settings.kinesisLimits && !stream.live(shard).throughput.admitRecord(size, now)) {
      results[place] = throttled(cloud, stream, shard);
      continue;
    }
    bytes += size;
    accepted += 1;
    const batch = batches.get(shard);
    const record = { partitionKey: entry.PartitionKey, data: entry.Data };
    if (batch === undefined) batches.set(shard, { records: [record], places: [place], bytes: size });
    else {
      batch.records.push(record);
      batch.places.push(place);
      batch.bytes += size;
    }
  }
  const written = { records: 0, bytes: 0 };
  for (const [shard, batch] of batches) {
    const outcomes = append(cloud, stream, shard, batch.records, now);
    for (const [i, result] of outcomes.entries()) results[batch.places[i] as number] = result;
    if (outcomes[0] && 'ErrorCode' in outcomes[0]) continue;
    written.records += batch.records.length;
    written.bytes += batch.bytes;
  }
  count(kinesis, stream, written, entries.length - accepted, now);
  if (accepted > 0) stream.announce();
  if (cloud.settings.kinesisLimits) measure(kinesis, stream, accepted, bytes, now);
  return results;
}

/** What CloudWatch shows of a stream's intake. */
function count(
  { metrics }: Kinesis,
  { state: { name } }: Stream,
  written: { records: number; bytes: number },
  refused: number,
  nowMs: number,
): void {
  if (written.records > 0) {
    metrics.count('IncomingRecords', name, written.records, 'Count', nowMs);
    metrics.count('IncomingBytes', name, written.bytes, 'Bytes', nowMs);
  }
  if (refused > 0) metrics.count('WriteProvisionedThroughputExceeded', name, refused, 'Count', nowMs);
}

function shardsOf(stream: Stream, entries: readonly PutEntry[]): ShardState[] {
  const single = stream.open().length === 1;
  return entries.map((entry) => {
    if (entry.ExplicitHashKey !== undefined) return stream.shardFor(explicitHashKey(entry.ExplicitHashKey));
    // With one shard every key leads to it; the hash would be half the cost of a small record.
    return stream.shardFor(single ? LOWEST : hashPartitionKey(entry.PartitionKey));
  });
}

function append(
  cloud: Cloud,
  stream: Stream,
  shard: ShardState,
  records: NewRecord[],
  nowMs: number,
): PutResult[] {
  const { log, sequence } = stream.live(shard);
  const flags = stream.state.keyId === undefined ? 0 : ENCRYPTED;
  try {
    const first = log.append(records, nowMs, flags);
    return records.map((_, i) => ({ ShardId: shard.id, SequenceNumber: sequence.of(first + i, nowMs) }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    cloud.log(`kinesis: ${stream.state.name}/${shard.id}: ${records.length} records not written: ${message}`);
    const reason = code === 'ENOSPC' ? "the local cloud's disk is full (ENOSPC)" : message;
    return records.map(() => ({
      ErrorCode: 'InternalFailure' as const,
      ErrorMessage: `Internal Service Failure: ${reason}`,
    }));
  }
}

/** Lets an on-demand stream grow when its peak asks for it. */
function measure(kinesis: Kinesis, stream: Stream, records: number, bytes: number, nowMs: number): void {
  if (stream.state.mode !== 'ON_DEMAND') return;
  const rate = stream.meter.count(records, bytes, nowMs);
  if (rate === undefined) return;
  try {
    const peaks = withPeak(stream.state.peaks, rate, nowMs);
    if (peaks !== stream.state.peaks) {
      kinesis.streams.change(stream, (state) => {
        state.peaks = peaks;
      });
    }
    const open = stream.open().length;
    const target = shardsWanted(stream.state, open, nowMs);
    if (target > open && stream.state.status === 'ACTIVE')
      kinesis.streams.update(stream, { kind: 'grow', target });
  } catch (error) {
    // The records are written and acknowledged: that the stream did not grow must not make an error of it.
    kinesis.cloud.log(`kinesis: ${stream.state.name} did not grow: ${(error as Error).message}`);
  }
}

function throttled(cloud: Cloud, stream: Stream, shard: ShardState): PutResult {
  return {
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: `Rate exceeded for shard ${shard.id} in stream ${stream.state.name} under account ${cloud.accountId}.`,
  };
}
