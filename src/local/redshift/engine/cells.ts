import type { DuckDBValue } from '@duckdb/node-api';
import type { RedshiftType } from '../dialect/types.js';
import type { Cell } from './outcome.js';

type ToCell = (value: DuckDBValue) => Cell;

const text: ToCell = (value) => (value === null ? null : String(value));
const integer: ToCell = (value) => {
  if (value === null) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
};
const float: ToCell = (value) => {
  if (value === null) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : String(number);
};
const boolean: ToCell = (value) => (value === null ? null : Boolean(value));
const bytes: ToCell = (value) => {
  if (value === null) return null;
  const blob = value as { bytes?: Uint8Array };
  return Buffer.from(blob.bytes ?? (value as unknown as Uint8Array)).toString('base64');
};
// DuckDB writes midnight's fraction as nothing and others in six digits; Redshift drops trailing zeros.
const timestamp: ToCell = (value) =>
  value === null
    ? null
    : String(value)
        .replace(/(\.\d*?)0+(?=$|[+-])/, '$1')
        .replace(/\.(?=$|[+-])/, '');

const byType: Record<string, ToCell> = {
  int2: integer,
  int4: integer,
  int8: integer,
  oid: integer,
  float4: float,
  float8: float,
  bool: boolean,
  varbyte: bytes,
  timestamp,
  timestamptz: timestamp,
};

/** How a DuckDB value of a column becomes a cell. */
export function cellOf(type: RedshiftType): ToCell {
  return byType[type.name] ?? text;
}
