import type { DeregisterStreamConsumerInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import type { Kinesis } from '../kinesis.js';
import { referredConsumer } from './describe-stream-consumer.js';

/** DELETING, then gone. */
export function deregisterStreamConsumer(kinesis: Kinesis): Action {
  return (input: DeregisterStreamConsumerInput) => {
    const { stream, consumer } = referredConsumer(kinesis, input);
    kinesis.streams.change(stream, (state) => {
      for (const c of state.consumers) if (c.arn === consumer.arn) c.status = 'DELETING';
    });
    kinesis.streams.settleConsumer(stream, consumer.arn);
    return {};
  };
}
