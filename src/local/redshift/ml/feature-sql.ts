import { typeName } from './columns.js';

/** Whether a column holds text: categories, exported in quotes. */
export function isText(type: string): boolean {
  return ['varchar', 'bpchar'].includes(typeName(type));
}

/** Whether a column holds moments: exported as seconds since 1970. */
export function isMoment(type: string): boolean {
  return ['date', 'timestamp', 'timestamptz'].includes(typeName(type));
}

/** DuckDB's expression for a value as the number that is learned from; the same in the export and in a prediction. */
export function inNumbers(expression: string, type: string): string {
  switch (typeName(type)) {
    case 'bool':
      return `CAST(CAST(${expression} AS INTEGER) AS DOUBLE)`;
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return `epoch(CAST(${expression} AS TIMESTAMP))`;
    case 'time':
    case 'timetz':
      return `epoch(CAST(${expression} AS TIME))`;
    default:
      return `CAST(${expression} AS DOUBLE)`;
  }
}
