import { AwsError } from '../protocol/errors.js';
import type { OpaqueTokens } from './tokens.js';

const LIFE_MS = 300_000;

/** Where in a shard to read on. */
export interface ShardPosition {
  stream: string;
  /** The stream's uid: an iterator does not outlive its stream. */
  uid: string;
  shardId: string;
  /** The first record to read. */
  recordIndex: number;
}

export function sealIterator(tokens: OpaqueTokens, position: ShardPosition): string {
  const { stream, uid, shardId, recordIndex } = position;
  return tokens.seal({ t: Date.now(), n: stream, u: uid, s: shardId, r: recordIndex });
}

/**
 * @throws AwsError InvalidArgumentException for what is no iterator, ExpiredIteratorException after 5 minutes
 */
export function openIterator(tokens: OpaqueTokens, text: string): ShardPosition {
  const content = tokens.open<{ t: number; n: string; u: string; s: string; r: number }>(text);
  if (content === undefined || typeof content.s !== 'string') {
    throw new AwsError('InvalidArgumentException', 'Invalid ShardIterator.');
  }
  const now = Date.now();
  if (now - content.t > LIFE_MS) {
    throw new AwsError(
      'ExpiredIteratorException',
      `Iterator expired. The iterator was created at time ${inAwsWords(content.t)} while right now it is ` +
        `${inAwsWords(now)} which is further in the future than the tolerated delay of ${LIFE_MS} milliseconds.`,
    );
  }
  return { stream: content.n, uid: content.u, shardId: content.s, recordIndex: content.r };
}

/** `Thu Jan 22 01:22:02 UTC 2015` */
function inAwsWords(timeMs: number): string {
  const [day, date, month, year, time] = new Date(timeMs).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
