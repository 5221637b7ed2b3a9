import type { RegisterStreamConsumerInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { name, validate } from '../constraints.js';
import { type Kinesis, requireActiveStream, streamArn } from '../kinesis.js';
import type { ConsumerState } from '../stream/state.js';
import { checkTags } from '../tags.js';

const MOST_CONSUMERS = 20;
const MOST_CREATING = 5;

/** CREATING, then ACTIVE. The consumer exists by name only: SubscribeToShard is not supported. */
export function registerStreamConsumer(kinesis: Kinesis): Action {
  return (input: RegisterStreamConsumerInput) => {
    const consumerName = input.ConsumerName ?? '';
    validate(name('consumerName', consumerName));
    const stream = requireActiveStream(kinesis, input);
    const { consumers, name: streamName } = stream.state;
    const { accountId } = kinesis.cloud;
    if (consumers.some((c) => c.name === consumerName)) {
      throw new AwsError(
        'ResourceInUseException',
        `Consumer ${consumerName} in stream ${streamName} under account ${accountId} already exists.`,
      );
    }
    const creating = consumers.filter((c) => c.status === 'CREATING').length;
    if (consumers.length >= MOST_CONSUMERS || creating >= MOST_CREATING) {
      throw new AwsError(
        'LimitExceededException',
        `Stream ${streamName} under account ${accountId} may have ${MOST_CONSUMERS} consumers, ` +
          `${MOST_CREATING} of them in state CREATING.`,
      );
    }
    checkTags(input.Tags ?? {}, {}, streamName, accountId);
    const now = Date.now();
    const arn = `${streamArn(kinesis.cloud, streamName)}/consumer/${consumerName}:${Math.floor(now / 1000)}`;
    const consumer: ConsumerState = {
      name: consumerName,
      arn,
      status: 'CREATING',
      createdAt: now,
      tags: { ...input.Tags },
    };
    kinesis.streams.change(stream, (state) => {
      state.consumers.push(consumer);
    });
    kinesis.streams.settleConsumer(stream, arn);
    return { Consumer: describeConsumer(consumer) };
  };
}

/** A consumer as the API describes it. */
export function describeConsumer(consumer: ConsumerState): object {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: consumer.status,
    ConsumerCreationTimestamp: new Date(consumer.createdAt),
  };
}
