import type { DuckDBValue } from '@duckdb/node-api';
import type { CopyOptions } from '../dialect/copy-options.js';
import type { RedshiftType } from '../dialect/types.js';
import { type Read, readDecimal, readFloat, readInteger } from './numbers.js';
import { faults, type LoadFault } from './record.js';
import type { LoadColumn } from './target.js';
import { timeValues } from './time-values.js';
import { decodeUtf8, utf8Fault } from './utf8.js';

export type DuckDB = typeof import('@duckdb/node-api');

/** What a field (latin1) is in DuckDB, or why it is not. */
export type ToValue = (field: string | undefined) => Read<DuckDBValue>;

const nothing: Read<DuckDBValue> = { value: null };

/** How the fields of one column become DuckDB's values, as COPY's conversion parameters say. */
export function toValue(api: DuckDB, column: LoadColumn, options: CopyOptions): ToValue {
  const convert =
    column.type.name === 'varchar' || column.type.name === 'bpchar'
      ? characters(column.type, options)
      : others(api, column.type, options);
  return (field) => {
    const read = field === undefined || field === options.nullAs ? nothing : convert(field);
    return 'value' in read && read.value === null && column.notNull ? { fault: faults.missing } : read;
  };
}

function characters(type: RedshiftType, options: CopyOptions): (field: string) => Read<DuckDBValue> {
  const longest = type.length ?? 65_535;
  const fixed = type.name === 'bpchar';
  return (field) => {
    if (field === '') return options.emptyAsNull ? nothing : { value: '' };
    if (options.blanksAsNull && /^[ \t]+$/.test(field)) return nothing;
    const bytes = options.trimBlanks || fixed ? field.replace(/ +$/, '') : field;
    const text = decodeUtf8(bytes, fixed ? undefined : options.acceptInvalid);
    if (fixed && /[\x80-\xff]/.test(bytes)) return { fault: multibyte(bytes) };
    if (typeof text !== 'string') return { fault: utf8Fault(text) };
    if (bytes.length <= longest) return { value: text };
    return options.truncateColumns ? { value: truncated(text, longest) } : { fault: faults.tooLong };
  };
}

/** As much of a text as its bytes fit, in whole characters. */
function truncated(text: string, bytes: number): string {
  let room = bytes;
  let kept = '';
  for (const character of text) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    kept += character;
  }
  return kept;
}

function multibyte(bytes: string): LoadFault {
  const position = bytes.search(/[\x80-\xff]/);
  const hex = Buffer.from(bytes.slice(position, position + 4), 'latin1')
    .toString('hex')
    .match(/../g)
    ?.join(' ');
  return {
    code: 1220,
    reason: `Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: ${hex}`,
    position,
  };
}

/** Every other type: an empty or blank field is NULL, blanks around a value are not part of it. */
function others(api: DuckDB, type: RedshiftType, options: CopyOptions): (field: string) => Read<DuckDBValue> {
  const convert = converter(api, type, options);
  return (field) => {
    const text = field.trim();
    return text === '' ? nothing : convert(text);
  };
}

function converter(
  api: DuckDB,
  type: RedshiftType,
  options: CopyOptions,
): (text: string) => Read<DuckDBValue> {
  switch (type.name) {
    case 'int2':
    case 'int4':
      return smallInteger(type.name);
    case 'int8':
      return (text) => readInteger(text, 'int8');
    case 'float4':
    case 'float8':
      return (text) => readFloat(text, type.name as 'float4' | 'float8');
    case 'numeric': {
      const { precision = 18, scale = 0 } = type;
      return (text) => {
        const read = readDecimal(text, precision, scale, options.roundDec);
        return 'fault' in read ? read : { value: new api.DuckDBDecimalValue(read.value, precision, scale) };
      };
    }
    case 'bool':
      return boolean;
    case 'super':
      return (text) => superValue(text);
    case 'varbyte':
      return (text) => bytesValue(api, text);
    default:
      return timeValues(api, type.name, options);
  }
}

function smallInteger(kind: 'int2' | 'int4'): (text: string) => Read<DuckDBValue> {
  return (text) => {
    const read = readInteger(text, kind);
    return 'fault' in read ? read : { value: Number(read.value) };
  };
}

function boolean(text: string): Read<DuckDBValue> {
  if (/^(?:1|t|true|y|yes)$/i.test(text)) return { value: true };
  if (/^(?:0|f|false|n|no)$/i.test(text)) return { value: false };
  return { fault: { code: 1210, reason: 'Unknown boolean format', position: 0 } };
}

function superValue(bytes: string): Read<DuckDBValue> {
  const text = decodeUtf8(bytes);
  if (typeof text !== 'string') return { fault: utf8Fault(text) };
  try {
    JSON.parse(text);
  } catch {
    return { fault: { ...faults.notSuper, position: 0 } };
  }
  return { value: text };
}

function bytesValue(api: DuckDB, text: string): Read<DuckDBValue> {
  const wrong = text.search(/[^0-9a-fA-F]/);
  if (wrong < 0 && text.length % 2 === 0) return { value: new api.DuckDBBlobValue(Buffer.from(text, 'hex')) };
  return { fault: { code: 1219, reason: 'Invalid hexadecimal digit', position: Math.max(0, wrong) } };
}
