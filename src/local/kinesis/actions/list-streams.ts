import type { ListStreamsInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { name, validate, valueWithin } from '../constraints.js';
import { type Kinesis, streamArn } from '../kinesis.js';
import { openPageToken, sealPageToken } from '../page-token.js';

const DEFAULT_LIMIT = 100;

/** The account's streams by name, 100 at a time unless told. */
export function listStreams(kinesis: Kinesis): Action {
  return (input: ListStreamsInput) => {
    validate(
      valueWithin('limit', input.Limit, 1, 10_000),
      name('exclusiveStartStreamName', input.ExclusiveStartStreamName),
    );
    const after = input.NextToken
      ? openPageToken(kinesis.tokens, 'streams', input.NextToken).after
      : (input.ExclusiveStartStreamName ?? '');
    const rest = kinesis.streams.all().filter((s) => s.state.name > after);
    const page = rest.slice(0, input.Limit ?? DEFAULT_LIMIT).map((s) => s.state);
    const last = page.at(-1);
    const more = page.length < rest.length;
    return {
      StreamNames: page.map((s) => s.name),
      HasMoreStreams: more,
      NextToken:
        more && last ? sealPageToken(kinesis.tokens, 'streams', { of: '', after: last.name }) : undefined,
      StreamSummaries: page.map((s) => ({
        StreamName: s.name,
        StreamARN: streamArn(kinesis.cloud, s.name),
        StreamStatus: s.status,
        StreamModeDetails: { StreamMode: s.mode },
        StreamCreationTimestamp: new Date(Math.floor(s.createdAt / 1000) * 1000),
      })),
    };
  };
}
