import type { FieldType, Frame, FrameField } from './frame.js';

/** A column of the Data API's answer. */
export interface Column {
  name?: string;
  label?: string;
  typeName?: string;
}

/** A value of the Data API's answer. */
export interface Value {
  isNull?: boolean;
  booleanValue?: boolean;
  longValue?: number | bigint;
  doubleValue?: number;
  stringValue?: string;
}

/** The types whose column, when it is called `time`, the plugin takes for Unix seconds. */
const unixSeconds = new Set(['INT', 'INT4', 'FLOAT', 'FLOAT8', 'NUMERIC']);
const numbers = new Set(['INT', 'INT2', 'INT4', 'INT8', 'NUMERIC', 'FLOAT', 'FLOAT4', 'FLOAT8']);
const times = new Set(['DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'TIME', 'TIMETZ']);

/** The rows of a finished statement as a frame, by the plugin's mapping of Redshift's types. */
export function resultFrame(columns: Column[], records: Value[][]): Frame {
  return {
    fields: columns.map((column, index): FrameField => {
      const name = column.name ?? column.label ?? `column${index + 1}`;
      const type = (column.typeName ?? 'VARCHAR').toUpperCase();
      const seconds = name === 'time' && unixSeconds.has(type);
      const fieldType: FieldType = seconds ? 'time' : fieldTypeOf(type);
      return {
        name,
        type: fieldType,
        values: records.map((record) => {
          const value = plain(record[index]);
          if (value === null) return null;
          return seconds ? Math.trunc(Number(value)) * 1000 : converted(value, fieldType);
        }),
      };
    }),
  };
}

function fieldTypeOf(type: string): FieldType {
  if (numbers.has(type)) return 'number';
  if (times.has(type)) return 'time';
  return type === 'BOOL' ? 'boolean' : 'string';
}

function plain(value: Value | undefined): number | string | boolean | null {
  if (value === undefined || value.isNull === true) return null;
  if (value.longValue !== undefined) return Number(value.longValue);
  return value.doubleValue ?? value.booleanValue ?? value.stringValue ?? null;
}

function converted(value: number | string | boolean, type: FieldType): number | string | boolean | null {
  if (type === 'number') return Number(value);
  if (type === 'time') return moment(String(value));
  if (type === 'boolean') return value === true || value === 'true' || value === 't';
  return String(value);
}

/** `2021-06-23`, `2021-06-23 12:00:00.123456`, `… 12:00:00+00`, or a time of day; all in UTC. @returns epoch ms */
function moment(text: string): number | null {
  const timeOfDay = /^\d{2}:\d{2}/.test(text) ? `1970-01-01T${text}` : text.replace(' ', 'T');
  const day = /^\d{4}-\d{2}-\d{2}$/.test(timeOfDay) ? `${timeOfDay}T00:00:00` : timeOfDay;
  const zoned = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.exec(day.slice(10));
  const iso = zoned === null ? `${day}Z` : day.replace(/([+-]\d{2})$/, '$1:00');
  const ms = Date.parse(iso.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) ? null : ms;
}
