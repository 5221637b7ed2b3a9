/** SQLSTATE codes that the dialect answers with (PostgreSQL's, which Redshift keeps). */
export type SqlState =
  | '42601' // syntax error
  | '42P01' // undefined table
  | '42703' // undefined column
  | '42702' // ambiguous column
  | '42704' // undefined object
  | '42883' // undefined function
  | '42804' // datatype mismatch
  | '42803' // grouping error
  | '42P07' // duplicate table
  | '42P16' // invalid table definition
  | '42710' // duplicate object
  | '42723' // duplicate function
  | '42701' // duplicate column
  | '42501' // insufficient privilege
  | '3F000' // invalid schema name
  | '42P06' // duplicate schema
  | '2BP01' // dependent objects still exist
  | '22012' // division by zero
  | '22P02' // invalid text representation
  | '22001' // string too long
  | '22003' // numeric value out of range
  | '22007' // invalid datetime format
  | '23502' // not null violation
  | '57014' // query cancelled
  | '0A000' // feature not supported
  | '55000' // object not in prerequisite state
  | '25P02' // in failed transaction
  | '22023' // invalid parameter value
  | '40001' // serialization failure
  | 'XX000'; // internal error

/**
 * What a Redshift session is told when its SQL cannot run. The message holds the bare words; who answers over the
 * Data API puts `ERROR: ` before them.
 */
export class SqlError extends Error {
  readonly sqlState: SqlState;
  /** Where in the statement's text, 0-based, in UTF-16 units. */
  readonly position: number | undefined;

  constructor(message: string, sqlState: SqlState, position?: number) {
    super(message);
    this.name = 'SqlError';
    this.sqlState = sqlState;
    this.position = position;
  }
}

/** `syntax error at or near "x"`, as Redshift words it; without a token the statement ended too soon. */
export function syntaxError(near: { text: string; start: number } | undefined, end = 0): SqlError {
  return near === undefined
    ? new SqlError('syntax error at end of input', '42601', end)
    : new SqlError(`syntax error at or near "${near.text}"`, '42601', near.start);
}

/** A statement that Redshift knows and this local Redshift does not do. */
export function notSupported(what: string, position?: number): SqlError {
  return new SqlError(`${what} is not supported by the local Redshift`, '0A000', position);
}
