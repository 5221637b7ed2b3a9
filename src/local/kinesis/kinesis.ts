import type { Cloud } from '../cloud.js';
import type { MinuteMetrics } from '../minute-metrics.js';
import { AwsError } from '../protocol/errors.js';
import { matches, name, validate } from './constraints.js';
import type { StreamRegistry } from './stream/registry.js';
import type { ShardState } from './stream/state.js';
import type { Stream } from './stream/stream.js';
import type { OpaqueTokens } from './tokens.js';

/** What every action works with. */
export interface Kinesis {
  readonly cloud: Cloud;
  readonly streams: StreamRegistry;
  readonly tokens: OpaqueTokens;
  readonly metrics: MinuteMetrics;
}

export function streamArn(cloud: Cloud, streamName: string): string {
  return `arn:aws:kinesis:${cloud.region}:${cloud.accountId}:stream/${streamName}`;
}

/** A stream is named by StreamName, by StreamARN, or by both. */
export interface StreamReference {
  StreamName?: string | undefined;
  StreamARN?: string | undefined;
}

/** The name that a request refers to. @throws AwsError ValidationException, InvalidArgumentException */
export function referredName(kinesis: Kinesis, input: StreamReference): string {
  validate(
    name('streamName', input.StreamName),
    matches('streamARN', input.StreamARN, /arn:aws.*:kinesis:.*:\d{12}:stream\/\S+/),
  );
  if (input.StreamARN === undefined) {
    if (input.StreamName !== undefined) return input.StreamName;
    throw new AwsError('InvalidArgumentException', 'Either StreamName or StreamARN must be given.');
  }
  const named = input.StreamARN.slice(input.StreamARN.indexOf(':stream/') + ':stream/'.length);
  if (input.StreamName !== undefined && input.StreamName !== named) {
    throw new AwsError('InvalidArgumentException', 'StreamName and StreamARN name different streams.');
  }
  if (input.StreamARN !== streamArn(kinesis.cloud, named)) throw streamNotFound(kinesis, named);
  return named;
}

/** @throws AwsError ResourceNotFoundException */
export function requireStream(kinesis: Kinesis, input: StreamReference): Stream {
  const streamName = referredName(kinesis, input);
  const stream = kinesis.streams.find(streamName);
  if (stream === undefined) throw streamNotFound(kinesis, streamName);
  return stream;
}

/** A stream that records can be put to and read from. @throws AwsError ResourceNotFoundException while CREATING */
export function requireReadyStream(kinesis: Kinesis, input: StreamReference): Stream {
  const stream = requireStream(kinesis, input);
  if (!stream.exists) throw streamNotFound(kinesis, stream.state.name);
  return stream;
}

/** A stream that can be changed. @throws AwsError ResourceInUseException unless ACTIVE */
export function requireActiveStream(kinesis: Kinesis, input: StreamReference): Stream {
  const stream = requireStream(kinesis, input);
  const { name: streamName, status } = stream.state;
  if (status !== 'ACTIVE') {
    throw new AwsError(
      'ResourceInUseException',
      `Stream ${streamName} under account ${kinesis.cloud.accountId} not ACTIVE, instead in state ${status}`,
    );
  }
  return stream;
}

/** @throws AwsError ResourceNotFoundException */
export function requireShard(kinesis: Kinesis, stream: Stream, shardId: string): ShardState {
  validate(name('shardId', shardId));
  const shard = stream.shard(shardId);
  if (shard !== undefined) return shard;
  throw new AwsError(
    'ResourceNotFoundException',
    `Could not find shard ${shardId} in stream ${stream.state.name} under account ${kinesis.cloud.accountId}.`,
  );
}

export function streamNotFound(kinesis: Kinesis, streamName: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Stream ${streamName} under account ${kinesis.cloud.accountId} not found.`,
  );
}
