import type { DescribeStreamInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { name, validate, valueWithin } from '../constraints.js';
import { describeShard, describeState } from '../description.js';
import { type Kinesis, requireStream } from '../kinesis.js';

const MOST_SHARDS = 100;

/** The stream with at most 100 of its shards; none while it is CREATING. */
export function describeStream(kinesis: Kinesis): Action {
  return (input: DescribeStreamInput) => {
    validate(
      valueWithin('limit', input.Limit, 1, 10_000),
      name('exclusiveStartShardId', input.ExclusiveStartShardId),
    );
    const stream = requireStream(kinesis, input);
    const after = input.ExclusiveStartShardId ?? '';
    const shards = stream.exists ? stream.state.shards.filter((s) => s.id > after) : [];
    const page = shards.slice(0, Math.min(input.Limit ?? MOST_SHARDS, MOST_SHARDS));
    return {
      StreamDescription: {
        ...describeState(kinesis, stream.state),
        Shards: page.map(describeShard),
        HasMoreShards: page.length < shards.length,
      },
    };
  };
}
