import type { ListShardsInput, ShardFilter } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { name, oneOf, present, validate, valueWithin } from '../constraints.js';
import { describeShard } from '../description.js';
import { type Kinesis, requireStream } from '../kinesis.js';
import { openPageToken, sealPageToken } from '../page-token.js';
import { isOpen } from '../stream/shards.js';
import type { ShardState } from '../stream/state.js';
import type { Stream } from '../stream/stream.js';

const MOST_SHARDS = 1000;
const FILTERS = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
];

/** A filter as it travels in a page token. */
interface Filter {
  type: string;
  shardId?: string | undefined;
  timeMs?: number | undefined;
}

/** The stream's shards, filtered, at most 1,000 a page; all within retention when there is no filter. */
export function listShards(kinesis: Kinesis): Action {
  return (input: ListShardsInput) => {
    validate(
      valueWithin('maxResults', input.MaxResults, 1, 10_000),
      name('exclusiveStartShardId', input.ExclusiveStartShardId),
      input.ShardFilter && present('shardFilter.type', input.ShardFilter.Type),
      oneOf('shardFilter.type', input.ShardFilter?.Type, FILTERS),
    );
    const { stream, after, filter } = pageOf(kinesis, input);
    const { name: streamName, status } = stream.state;
    if (!stream.exists) {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${streamName} under account ${kinesis.cloud.accountId} not ACTIVE, instead in state ${status}`,
      );
    }
    const passes = filterOf(filter, stream);
    const shards = stream.state.shards.filter((s) => s.id > after && passes(s));
    const page = shards.slice(0, Math.min(input.MaxResults ?? MOST_SHARDS, MOST_SHARDS));
    const last = page.at(-1);
    const token =
      last && page.length < shards.length
        ? sealPageToken(kinesis.tokens, 'shards', { of: streamName, after: last.id, filter })
        : undefined;
    return { Shards: page.map(describeShard), NextToken: token };
  };
}

function pageOf(kinesis: Kinesis, input: ListShardsInput): { stream: Stream; after: string; filter: Filter } {
  if (input.NextToken === undefined) {
    const stream = requireStream(kinesis, input);
    const created = input.StreamCreationTimestamp?.getTime();
    if (created !== undefined && Math.floor(created / 1000) !== Math.floor(stream.state.createdAt / 1000)) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Stream ${stream.state.name} under account ${kinesis.cloud.accountId} with that creation time not found.`,
      );
    }
    return { stream, after: input.ExclusiveStartShardId ?? '', filter: readFilter(input.ShardFilter) };
  }
  if (input.StreamName ?? input.StreamCreationTimestamp ?? input.ExclusiveStartShardId) {
    throw new AwsError('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.');
  }
  const page = openPageToken(kinesis.tokens, 'shards', input.NextToken);
  return {
    stream: requireStream(kinesis, { StreamName: page.of }),
    after: page.after,
    filter: page.filter as Filter,
  };
}

function readFilter(filter: ShardFilter | undefined): Filter {
  const type = filter?.Type ?? 'FROM_TRIM_HORIZON';
  if ((type === 'AFTER_SHARD_ID') !== (filter?.ShardId !== undefined)) {
    throw new AwsError(
      'InvalidArgumentException',
      `ShardFilter of type ${type}: ShardId belongs to AFTER_SHARD_ID.`,
    );
  }
  const timed = type === 'AT_TIMESTAMP' || type === 'FROM_TIMESTAMP';
  if (timed !== (filter?.Timestamp !== undefined)) {
    throw new AwsError(
      'InvalidArgumentException',
      `ShardFilter of type ${type}: Timestamp belongs to AT_TIMESTAMP and FROM_TIMESTAMP.`,
    );
  }
  return { type, shardId: filter?.ShardId, timeMs: filter?.Timestamp?.getTime() };
}

/** The API model's words on ShardFilter, type by type. */
function filterOf(
  { type, shardId = '', timeMs = 0 }: Filter,
  stream: Stream,
): (shard: ShardState) => boolean {
  const horizon = stream.horizon(Date.now());
  const openAt = (time: number) => (s: ShardState) => s.openedAt <= time && (s.closedAt ?? time) >= time;
  switch (type) {
    case 'AFTER_SHARD_ID':
      return (s) => s.id > shardId;
    case 'AT_LATEST':
      return isOpen;
    case 'AT_TRIM_HORIZON':
      return openAt(Math.max(horizon, stream.state.createdAt));
    case 'AT_TIMESTAMP':
      return openAt(timeMs);
    case 'FROM_TIMESTAMP':
      return (s) => isOpen(s) || (s.closedAt ?? 0) >= Math.max(timeMs, horizon);
    default:
      return (s) => isOpen(s) || (s.closedAt ?? 0) >= horizon;
  }
}
