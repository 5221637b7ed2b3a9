import type { ListStreamConsumersInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { validate, valueWithin } from '../constraints.js';
import { type Kinesis, requireStream } from '../kinesis.js';
import { openPageToken, sealPageToken } from '../page-token.js';
import { describeConsumer } from './register-stream-consumer.js';

const DEFAULT_RESULTS = 100;

/** The stream's consumers by name. */
export function listStreamConsumers(kinesis: Kinesis): Action {
  return (input: ListStreamConsumersInput) => {
    validate(valueWithin('maxResults', input.MaxResults, 1, 10_000));
    const stream = requireStream(kinesis, input);
    const after = input.NextToken ? openPageToken(kinesis.tokens, 'consumers', input.NextToken).after : '';
    const rest = stream.state.consumers
      .filter((c) => c.name > after)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = rest.slice(0, input.MaxResults ?? DEFAULT_RESULTS);
    const last = page.at(-1);
    const token =
      last && page.length < rest.length
        ? sealPageToken(kinesis.tokens, 'consumers', { of: stream.state.name, after: last.name })
        : undefined;
    return { Consumers: page.map(describeConsumer), NextToken: token };
  };
}
