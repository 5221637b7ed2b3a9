/** What a COPY says of the files it reads, with Redshift's defaults where it says nothing. */
export interface CopyOptions {
  /** `default`, or an ARN. */
  iamRole: string;
  region?: string;
  format: 'text' | 'csv' | 'json' | 'parquet';
  /** `auto`, `auto ignorecase`, `noshred`, or where the JSONPaths file lies. */
  json?: string;
  /** Absent: `|` for text, `,` for CSV. */
  delimiter?: string;
  quote: string;
  gzip: boolean;
  manifest: boolean;
  noLoad: boolean;
  ignoreHeader: number;
  nullAs: string;
  emptyAsNull: boolean;
  blanksAsNull: boolean;
  trimBlanks: boolean;
  truncateColumns: boolean;
  fillRecord: boolean;
  ignoreBlankLines: boolean;
  /** The character that stands for each byte of invalid UTF-8; absent: such a row is in error. */
  acceptInvalid?: string;
  acceptAnyDate: boolean;
  dateFormat?: string;
  timeFormat?: string;
  maxError: number;
  escape: boolean;
  removeQuotes: boolean;
  encoding?: 'utf8';
  explicitIds: boolean;
  roundDec: boolean;
}
