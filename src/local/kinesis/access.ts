import { type AccessTable, arnOf, noResource, type Place } from '../policy/access-table.js';
import type { OpaqueTokens } from './tokens.js';

interface Named {
  StreamName?: string;
  StreamARN?: string;
  ConsumerARN?: string;
  ResourceARN?: string;
}

/** A stream by its name or its ARN; a reading by the stream that its iterator or page token was made for. */
export function kinesisAccess(tokens: OpaqueTokens): AccessTable {
  const stream = (name: string | undefined, place: Place) =>
    name === undefined ? undefined : arnOf('kinesis', place, `stream/${name}`);
  const sealed = (text: unknown) => (typeof text === 'string' ? streamIn(tokens.open(text)) : undefined);
  return {
    needs: {
      ListStreams: noResource,
      DescribeLimits: noResource,
      DescribeAccountSettings: noResource,
      UpdateAccountSettings: noResource,
      GetRecords: ({ StreamARN, ShardIterator }, place) => [
        stream(sealed(ShardIterator), place) ?? StreamARN,
      ],
    },
    otherwise: ({ StreamName, StreamARN, ConsumerARN, ResourceARN, ...input }: Named, place) => [
      ConsumerARN ??
        ResourceARN ??
        StreamARN ??
        stream(StreamName ?? sealed((input as { NextToken?: string }).NextToken), place),
    ],
  };
}

/** An iterator keeps its stream as `n`, a page token as `of`. */
function streamIn(sealed: { n?: string; of?: string } | undefined): string | undefined {
  return sealed?.n ?? (sealed?.of || undefined);
}
