import type { DescribeStreamConsumerInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { type Kinesis, requireStream, streamArn } from '../kinesis.js';
import { requireConsumer } from '../resource.js';
import type { ConsumerState } from '../stream/state.js';
import type { Stream } from '../stream/stream.js';
import { describeConsumer } from './register-stream-consumer.js';

/** One consumer, by its ARN or by the stream's ARN and its name. */
export function describeStreamConsumer(kinesis: Kinesis): Action {
  return (input: DescribeStreamConsumerInput) => {
    const { stream, consumer } = referredConsumer(kinesis, input);
    return {
      ConsumerDescription: {
        ...describeConsumer(consumer),
        StreamARN: streamArn(kinesis.cloud, stream.state.name),
      },
    };
  };
}

/** @throws AwsError InvalidArgumentException, ResourceNotFoundException */
export function referredConsumer(
  kinesis: Kinesis,
  input: {
    StreamARN?: string | undefined;
    ConsumerName?: string | undefined;
    ConsumerARN?: string | undefined;
  },
): { stream: Stream; consumer: ConsumerState } {
  const arn = input.ConsumerARN;
  const streamOf = arn === undefined ? input.StreamARN : arn.slice(0, arn.indexOf('/consumer/'));
  const wanted = arn ?? input.ConsumerName;
  if (streamOf === undefined || wanted === undefined) {
    throw new AwsError(
      'InvalidArgumentException',
      'Either ConsumerARN or both StreamARN and ConsumerName must be given.',
    );
  }
  const stream = requireStream(kinesis, { StreamARN: streamOf });
  return { stream, consumer: requireConsumer(kinesis, stream, wanted) };
}
