import type { Action } from '../service.js';
import { compilePattern } from './filter-pattern.js';
import { firstOf } from './get-log-events.js';
import { checkLimit, invalid, type LogStore } from './store.js';

/**
 * Events of a group's streams that match a pattern, by time.
 * @throws AwsError ResourceNotFoundException, InvalidParameterException. Source: CloudWatch Logs API reference, FilterLogEvents.
 */
export function filterLogEvents(store: LogStore): Action {
  return (input) => {
    const limit = checkLimit(input.limit, 10_000);
    const group = store.group(input.logGroupName ?? input.logGroupIdentifier);
    const names: string[] | undefined = input.logStreamNames;
    if (names && input.logStreamNamePrefix !== undefined)
      throw invalid('logStreamNamePrefix and logStreamNames are mutually exclusive parameters.');
    const streams = names
      ? names.map((name) => store.stream(group, name))
      : group.streams.filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''));
    const after = parseToken(input.nextToken);
    const matches = compilePattern(input.filterPattern);
    const found = streams
      .flatMap((stream) =>
        store
          .events(group, stream)
          .map((event) => ({ ...event, stream: stream.name, place: `${event.id} ${stream.name}` })),
      )
      .filter(({ place }) => after === undefined || place > after)
      .filter(({ timestamp }) => timestamp >= (input.startTime ?? 0))
      .filter(({ timestamp }) => input.endTime === undefined || timestamp <= input.endTime)
      .filter(({ message }) => matches(message))
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    const shown = found.slice(0, firstOf(found, limit).length);
    return {
      events: shown.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingested,
        eventId: event.id,
      })),
      // AWS has left this list empty since 2019.
      searchedLogStreams: [],
      nextToken:
        shown.length < found.length
          ? Buffer.from(shown.at(-1)?.place ?? '').toString('base64url')
          : undefined,
    };
  };
}

function parseToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const place = Buffer.from(token, 'base64url').toString();
  if (!/^\d{56} /.test(place)) throw invalid('The specified nextToken is invalid.');
  return place;
}
