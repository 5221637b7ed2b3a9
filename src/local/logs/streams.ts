import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { checkLimit, invalid, type LogGroup, type LogStore, type LogStream, page } from './store.js';

/** CreateLogStream, DeleteLogStream, DescribeLogStreams. */
export function streamActions(store: LogStore): Record<string, Action> {
  return {
    CreateLogStream(input) {
      const group = store.group(input.logGroupName);
      const name: string = input.logStreamName;
      if (name.length > 512)
        throw invalid('Invalid LogGroup or LogStream, both must have length less than or equal to 512.');
      if (!/^[^:*]+$/.test(name))
        throw invalid(
          `1 validation error detected: Value '${name}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
        );
      if (group.streams.some((stream) => stream.name === name))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      const stream = { name, created: Date.now() };
      // What a kill in the middle of a deletion may have left.
      store.file(group, stream).remove();
      group.streams.push(stream);
      store.save();
      return {};
    },
    DeleteLogStream(input) {
      const group = store.group(input.logGroupName);
      const stream = store.stream(group, input.logStreamName);
      group.streams = group.streams.filter((other) => other !== stream);
      store.save();
      store.file(group, stream).remove();
      return {};
    },
    DescribeLogStreams(input) {
      if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined)
        throw new AwsError(
          'ValidationException',
          'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
        );
      const group = store.group(input.logGroupName ?? input.logGroupIdentifier);
      const byTime = input.orderBy === 'LastEventTime';
      if (byTime && input.logStreamNamePrefix)
        throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
      const shapes = group.streams
        .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
        .map((stream) => shape(store, group, stream))
        .sort((a, b) =>
          byTime
            ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
            : a.logStreamName < b.logStreamName
              ? -1
              : 1,
        );
      if (input.descending) shapes.reverse();
      const { items, nextToken } = page(shapes, checkLimit(input.limit, 50), input.nextToken);
      return { logStreams: items, nextToken };
    },
  };
}

function shape(store: LogStore, group: LogGroup, stream: LogStream) {
  const events = store.events(group, stream);
  const first = events[0];
  const last = events.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.created,
    arn: `${store.groupArn(group)}:log-stream:${stream.name}`,
    // AWS keeps this member at 0 since 2019.
    storedBytes: 0,
    ...(first && last
      ? {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: events.reduce((latest, event) => Math.max(latest, event.ingested), 0),
          uploadSequenceToken: last.id,
        }
      : { lastEventTimestamp: undefined }),
  };
}
