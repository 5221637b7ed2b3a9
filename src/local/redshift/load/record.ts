/**
 * One row of a file as its format gives it. Texts are latin1: a character is a byte, so that lengths are bytes and
 * nothing is lost before a column says how the bytes are to be read.
 */
export interface FileRecord {
  /** Undefined where the record names no value (JSON's null, an absent key). */
  fields: (string | undefined)[];
  /** As it stands in the file, for STL_LOAD_ERRORS. */
  raw: string;
  /** From 1; of JSON the last line of the value. */
  line: number;
  /** The record is not one of its format. */
  fault?: LoadFault;
}

/** Why a row cannot be loaded (Developer Guide, load error reference). */
export interface LoadFault {
  code: number;
  reason: string;
  /** Which of the loaded columns; undefined where no column is to blame. */
  column?: number;
  /** Where in the field. */
  position?: number;
}

/** Takes a file's bytes in pieces, as they come, and gives its records as soon as they are whole. */
export interface RecordReader {
  /** @param last there are no bytes after these */
  read(bytes: string, last: boolean): Iterable<FileRecord>;
}

/** The largest row that COPY loads, in bytes. */
export const longestRow = 4 * 1024 * 1024;

export const faults = {
  extraColumns: { code: 1202, reason: 'Extra column(s) found' },
  noDelimiter: { code: 1214, reason: 'Delimiter not found' },
  tooLongRow: { code: 1216, reason: 'Input line is not valid: longer than 4194304 bytes' },
  badQuotes: { code: 1214, reason: 'Invalid quote formatting for CSV' },
  badJson: { code: 1216, reason: 'Invalid value.' },
  missing: { code: 1213, reason: 'Missing data for not-null field' },
  tooLong: { code: 1204, reason: 'String length exceeds DDL length' },
  notSuper: { code: 1224, reason: 'Input data is not well-formed JSON for the SUPER data type' },
} satisfies Record<string, LoadFault>;

/** The number of line ends in a text. */
export function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
