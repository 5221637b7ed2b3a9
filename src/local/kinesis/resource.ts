import { AwsError } from '../protocol/errors.js';
import { matches, validate } from './constraints.js';
import { type Kinesis, streamArn, streamNotFound } from './kinesis.js';
import type { ConsumerState, StreamState } from './stream/state.js';
import type { Stream } from './stream/stream.js';

/** What has tags and a policy: a stream, or a consumer of it. */
export interface Resource {
  arn: string;
  stream: Stream;
  /** The tags within a state of the stream, to read or to change. */
  tagsIn(state: StreamState): Record<string, string>;
}

/** @throws AwsError ValidationException, ResourceNotFoundException */
export function requireResource(kinesis: Kinesis, arn = ''): Resource {
  validate(matches('resourceARN', arn, /arn:aws.*:kinesis:.*:\d{12}:.*stream\/\S+/));
  const [streamName = '', ...consumer] = arn.slice(arn.indexOf(':stream/') + ':stream/'.length).split('/');
  const stream = kinesis.streams.find(streamName);
  if (stream === undefined || !arn.startsWith(streamArn(kinesis.cloud, streamName))) {
    throw streamNotFound(kinesis, streamName);
  }
  if (consumer.length === 0) return { arn, stream, tagsIn: (state) => state.tags };
  requireConsumer(kinesis, stream, arn);
  return { arn, stream, tagsIn: (state) => state.consumers.find((c) => c.arn === arn)?.tags ?? {} };
}

/** @throws AwsError ResourceNotFoundException */
export function requireConsumer(kinesis: Kinesis, stream: Stream, nameOrArn: string): ConsumerState {
  const consumer = stream.state.consumers.find((c) => c.arn === nameOrArn || c.name === nameOrArn);
  if (consumer !== undefined) return consumer;
  throw new AwsError(
    'ResourceNotFoundException',
    `Consumer ${nameOrArn} in stream ${stream.state.name} under account ${kinesis.cloud.accountId} not found.`,
  );
}
