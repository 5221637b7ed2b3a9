import type { Action } from '../service.js';
import { invalid, type LogStore } from './store.js';

const hour = 60 * 60 * 1000;
/** Source: CloudWatch Logs API reference, PutLogEvents. */
const limits = { events: 10_000, bytes: 1_048_576, overhead: 26, past: 14 * 24 * hour, future: 2 * hour };

/**
 * Appends events to a stream. Those too old, too new or past the group's retention are left out and said so.
 * @throws AwsError ResourceNotFoundException, InvalidParameterException. Source: recorded `test_put_log_events_…`.
 */
export function putLogEvents(store: LogStore): Action {
  return (input) => {
    const group = store.group(input.logGroupName);
    const stream = store.stream(group, input.logStreamName);
    const events: { timestamp: number; message: string }[] = input.logEvents;
    if (events.length === 0 || events.length > limits.events)
      throw invalid(
        `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length between 1 and ${limits.events}`,
      );
    const size = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + limits.overhead, 0);
    if (size > limits.bytes)
      throw invalid(`Upload too large: ${size} bytes exceeds limit of ${limits.bytes}`);
    events.forEach((event, index) => {
      if (index > 0 && event.timestamp < (events[index - 1]?.timestamp ?? 0))
        throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    });
    const now = Date.now();
    const expired = events.filter(({ timestamp }) => timestamp < store.oldest(group)).length;
    const tooOld = events.filter(({ timestamp }) => timestamp < now - limits.past).length;
    const tooNew = events.findIndex(({ timestamp }) => timestamp > now + limits.future);
    const accepted = events.slice(Math.max(expired, tooOld), tooNew < 0 ? undefined : tooNew);
    if (accepted.length) store.file(group, stream).append(accepted, now);
    const rejected = {
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
      ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    };
    return {
      nextSequenceToken: String(now).padStart(56, '0'),
      rejectedLogEventsInfo: Object.keys(rejected).length ? rejected : undefined,
    };
  };
}
