import type { DuckDBValue } from '@duckdb/node-api';
import type { CopyOptions } from '../dialect/copy-options.js';
import { SqlError } from '../dialect/sql-error.js';
import { formatted } from './format-string.js';
import type { Read } from './numbers.js';
import { automatic, defaultDate, defaultTimestamp, epoch } from './time-formats.js';
import { fraction, type Moment, momentOf, offsetOf, type ReadMoment } from './times.js';
import type { DuckDB } from './values.js';

const dayMicros = 86_400_000_000n;

/** DATE, TIMESTAMP, TIMESTAMPTZ, TIME and TIMETZ. */
export function timeValues(
  api: DuckDB,
  type: string,
  options: CopyOptions,
): (text: string) => Read<DuckDBValue> {
  const fault = (code: number, reason: string): Read<DuckDBValue> =>
    options.acceptAnyDate && code !== 1200 ? { value: null } : { fault: { code, reason, position: 0 } };
  if (type === 'date') {
    const read = dateReader(options);
    const reason = `Invalid Date Format - ${options.dateFormat ? `expected ${options.dateFormat}` : 'length must be 10 or more'}`;
    return (text) => {
      const moment = read(text);
      return moment ? { value: new api.DuckDBDateValue(moment.days) } : fault(1205, reason);
    };
  }
  if (type === 'timestamp' || type === 'timestamptz') {
    const zoned = type === 'timestamptz';
    const read = timestampReader(options, zoned);
    const reason = `Invalid timestamp format or value [${options.timeFormat ?? `YYYY-MM-DD HH24:MI:SS${zoned ? 'OF' : ''}`}]`;
    const make = zoned ? api.DuckDBTimestampTZValue : api.DuckDBTimestampValue;
    return (text) => {
      const moment = read(text);
      return moment ? { value: new make(microsOf(moment)) } : fault(1206, reason);
    };
  }
  if (type === 'time' || type === 'timetz') {
    return (text) => {
      const moment = readTime(text);
      if (!moment) return { fault: { code: 1206, reason: 'Invalid time format or value', position: 0 } };
      if (type === 'time') return { value: new api.DuckDBTimeValue(BigInt(moment.micros)) };
      return { value: api.timeTZValue(BigInt(moment.micros), (moment.offsetMinutes ?? 0) * 60) };
    };
  }
  throw new SqlError(`COPY into a column of type ${type} is not supported by the local Redshift`, '0A000');
}

/** In UTC: a text without a zone is taken as UTC, the session's default. */
function microsOf({ days, micros, offsetMinutes = 0 }: Moment): bigint {
  return BigInt(days) * dayMicros + BigInt(micros) - BigInt(offsetMinutes) * 60_000_000n;
}

function dateReader({ dateFormat }: CopyOptions): ReadMoment {
  if (dateFormat === undefined) return defaultDate;
  return dateFormat === 'auto' ? automatic : formatted(dateFormat);
}

function timestampReader({ timeFormat }: CopyOptions, zoned: boolean): ReadMoment {
  if (timeFormat === undefined) return defaultTimestamp(zoned);
  if (timeFormat === 'auto') return automatic;
  if (timeFormat === 'epochsecs') return epoch(1);
  if (timeFormat === 'epochmillisecs') return epoch(1000);
  return formatted(timeFormat);
}

function readTime(text: string): Moment | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d*)?)?\s*(Z|UTC|[+-]\d{1,2}(?::?\d{2})?)?$/i.exec(text);
  if (!found) return undefined;
  const [, hour, minute, second = '0', part, zone] = found;
  const offsetMinutes = offsetOf(zone);
  return momentOf({
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    micros: fraction(part),
    ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
  });
}
