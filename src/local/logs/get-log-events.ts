import type { Action } from '../service.js';
import type { LogEvent } from './event-file.js';
import { checkLimit, invalid, type LogStore } from './store.js';

/** AWS answers at most 1 MiB of events, each counted with 26 bytes over its text. */
const replyBytes = 1_048_576;
const overhead = 26;

/**
 * A page of one stream's events: the last one unless `startFromHead`; the tokens lead on in both directions, and give
 * themselves back at the end.
 * @throws AwsError ResourceNotFoundException, InvalidParameterException. Source: CloudWatch Logs API reference, GetLogEvents.
 */
export function getLogEvents(store: LogStore): Action {
  return (input) => {
    const limit = checkLimit(input.limit, 10_000);
    const group = store.group(input.logGroupName ?? input.logGroupIdentifier);
    const stream = store.stream(group, input.logStreamName);
    const events = store
      .events(group, stream)
      .filter(({ timestamp }) => timestamp >= (input.startTime ?? 0))
      .filter(({ timestamp }) => input.endTime === undefined || timestamp < input.endTime);
    const token = parseToken(input.nextToken);
    const shown = token
      ? token.forward
        ? firstOf(
            events.filter(({ id }) => id > token.id),
            limit,
          )
        : lastOf(
            events.filter(({ id }) => id < token.id),
            limit,
          )
      : input.startFromHead
        ? firstOf(events, limit)
        : lastOf(events, limit);
    const here = token?.id ?? ''.padStart(56, '0');
    return {
      events: shown.map(({ timestamp, message, ingested }) => ({
        timestamp,
        message,
        ingestionTime: ingested,
      })),
      nextForwardToken: `f/${shown.at(-1)?.id ?? here}/s`,
      nextBackwardToken: `b/${shown[0]?.id ?? here}/s`,
    };
  };
}

/** The first events that fit into a reply. */
export function firstOf(events: readonly LogEvent[], limit: number): LogEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, index) => {
    bytes += Buffer.byteLength(event.message) + overhead;
    return index >= limit || (index > 0 && bytes > replyBytes);
  });
  return events.slice(0, end < 0 ? undefined : end);
}

function lastOf(events: readonly LogEvent[], limit: number): LogEvent[] {
  return firstOf([...events].reverse(), limit).reverse();
}

function parseToken(token: string | undefined): { forward: boolean; id: string } | undefined {
  if (token === undefined) return undefined;
  const match = /^([fb])\/(\d{56})\/s$/.exec(token);
  if (!match) throw invalid('The specified nextToken is invalid.');
  return { forward: match[1] === 'f', id: match[2] ?? '' };
}
