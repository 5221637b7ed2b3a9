import type { Command } from '../command.js';
import type { CopyOptions } from '../copy-options.js';
import { notSupported, SqlError } from '../sql-error.js';
import type { Cursor } from './cursor.js';

/** What Redshift's COPY knows and the local Redshift does not do; refused by name. */
const REFUSED = [
  'fixedwidth',
  'avro',
  'orc',
  'shapefile',
  'bzip2',
  'lzop',
  'zstd',
  'ssh',
  'readratio',
  'encrypted',
  'master_symmetric_key',
  'credentials',
  'with',
  'access_key_id',
  'secret_access_key',
  'session_token',
  'ignoreallerrors',
  'serializetojson',
  'job',
];

type Option = (cursor: Cursor, options: CopyOptions) => void;

const OPTIONS: Record<string, Option> = {
  iam_role: (cursor, options) => {
    options.iamRole = cursor.takeWords('default') ? 'default' : cursor.string();
    if (options.iamRole.includes(',')) throw notSupported('Role chaining in COPY');
  },
  region: (cursor, options) => {
    cursor.takeWords('as');
    options.region = cursor.string();
  },
  format: (cursor, options) => {
    cursor.takeWords('as');
    const name = cursor.next();
    const option = FORMATS[name.value];
    if (option) option(cursor, options);
    else if (REFUSED.includes(name.value)) throw refusal(name.value, name.start);
    else throw syntax(name);
  },
  delimiter: (cursor, options) => {
    cursor.takeWords('as');
    options.delimiter = character(cursor, 'DELIMITER');
  },
  gzip: (_, options) => {
    options.gzip = true;
  },
  manifest: (_, options) => {
    options.manifest = true;
  },
  noload: (_, options) => {
    options.noLoad = true;
  },
  ignoreheader: (cursor, options) => {
    cursor.takeWords('as');
    options.ignoreHeader = count(cursor, 'IGNOREHEADER');
  },
  null: (cursor, options) => {
    cursor.takeWords('as');
    options.nullAs = verbatim(cursor).replace(/^\\0+$/, '\0');
  },
  emptyasnull: (_, options) => {
    options.emptyAsNull = true;
  },
  blanksasnull: (_, options) => {
    options.blanksAsNull = true;
  },
  trimblanks: (_, options) => {
    options.trimBlanks = true;
  },
  truncatecolumns: (_, options) => {
    options.truncateColumns = true;
  },
  fillrecord: (_, options) => {
    options.fillRecord = true;
  },
  ignoreblanklines: (_, options) => {
    options.ignoreBlankLines = true;
  },
  acceptinvchars: (cursor, options) => {
    cursor.takeWords('as');
    options.acceptInvalid = cursor.peek()?.kind === 'string' ? cursor.string() : '?';
    if (!/^[ -~\t]$/.test(options.acceptInvalid)) {
      throw new SqlError('ACCEPTINVCHARS takes one ASCII character', '22023');
    }
  },
  acceptanydate: (_, options) => {
    options.acceptAnyDate = true;
  },
  dateformat: (cursor, options) => {
    cursor.takeWords('as');
    options.dateFormat = cursor.string();
  },
  timeformat: (cursor, options) => {
    cursor.takeWords('as');
    options.timeFormat = cursor.string();
  },
  maxerror: (cursor, options) => {
    cursor.takeWords('as');
    options.maxError = count(cursor, 'MAXERROR', 100_000);
  },
  escape: (_, options) => {
    options.escape = true;
  },
  removequotes: (_, options) => {
    options.removeQuotes = true;
  },
  encoding: (cursor, options) => {
    cursor.takeWords('as');
    const name = cursor.peek()?.kind === 'string' ? cursor.string() : cursor.identifier();
    if (!/^utf-?8$/i.test(name)) throw notSupported(`COPY with ENCODING ${name.toUpperCase()}`);
    options.encoding = 'utf8';
  },
  explicit_ids: (_, options) => {
    options.explicitIds = true;
  },
  roundec: (_, options) => {
    options.roundDec = true;
  },
  // One machine has no encodings and no statistics to keep: accepted, without effect.
  compupdate: (cursor) => {
    cursor.takeOneOf('on', 'off', 'preset', 'true', 'false');
  },
  statupdate: (cursor) => {
    cursor.takeOneOf('on', 'off', 'true', 'false');
  },
  comprows: (cursor) => {
    count(cursor, 'COMPROWS');
  },
};

/** What may stand behind FORMAT AS, and by itself. */
const FORMATS: Record<string, Option> = {
  csv: (cursor, options) => {
    options.format = 'csv';
    if (!cursor.takeWords('quote')) return;
    cursor.takeWords('as');
    options.quote = character(cursor, 'QUOTE');
  },
  quote: (cursor, options) => {
    cursor.takeWords('as');
    options.quote = character(cursor, 'QUOTE');
  },
  json: (cursor, options) => {
    cursor.takeWords('as');
    options.format = 'json';
    options.json = cursor.string();
    if (!/^(?:auto|auto ignorecase|noshred|s3:\/\/.+)$/.test(options.json)) {
      throw new SqlError(`Invalid JSONPaths file path: ${options.json}`, '22023');
    }
  },
  parquet: (_, options) => {
    options.format = 'parquet';
  },
};

/**
 * COPY, behind that word, wholly read.
 * @throws SqlError what Redshift knows and the local Redshift does not do, by name; options that exclude one another
 */
export function copy(cursor: Cursor): Command {
  if (cursor.isWords('job')) throw notSupported('COPY JOB', cursor.offset);
  const table = cursor.name();
  const columns = cursor.isSymbol('(') ? cursor.parenthesized(() => cursor.identifier()) : [];
  cursor.expectWords('from');
  const source = cursor.string();
  if (!/^s3:\/\/[^/]/.test(source)) throw refusedSource(source);
  const options = defaults();
  const seen = new Set<string>();
  while (!cursor.done) {
    const word = cursor.next();
    const option = word.kind === 'word' ? (OPTIONS[word.value] ?? FORMATS[word.value]) : undefined;
    if (option === undefined) {
      if (word.kind === 'word' && REFUSED.includes(word.value)) throw refusal(word.value, word.start);
      throw syntax(word);
    }
    if (seen.has(word.value)) throw new SqlError('conflicting or redundant options', '42601', word.start);
    seen.add(word.value);
    option(cursor, options);
  }
  check(options, seen);
  return { kind: 'copy', text: cursor.text, table, columns, source, options };
}

function defaults(): CopyOptions {
  return {
    iamRole: '',
    format: 'text',
    quote: '"',
    gzip: false,
    manifest: false,
    noLoad: false,
    ignoreHeader: 0,
    nullAs: '\\N',
    emptyAsNull: false,
    blanksAsNull: false,
    trimBlanks: false,
    truncateColumns: false,
    fillRecord: false,
    ignoreBlankLines: false,
    acceptAnyDate: false,
    maxError: 0,
    escape: false,
    removeQuotes: false,
    explicitIds: false,
    roundDec: false,
  };
}

// Developer Guide, COPY: what FORMAT AS CSV, JSON and the columnar formats may not stand beside.
function check(options: CopyOptions, seen: Set<string>): void {
  if (options.iamRole === '') {
    throw new SqlError('COPY needs authorization: name IAM_ROLE default or a role by its ARN', '42601');
  }
  const excluded = {
    text: ['quote'],
    csv: ['escape', 'removequotes'],
    json: ['delimiter', 'quote', 'escape', 'removequotes', 'fillrecord', 'ignoreblanklines', 'ignoreheader'],
    parquet: [...Object.keys(OPTIONS), 'quote'].filter((name) => !PARQUET.includes(name)),
  }[options.format];
  const found = excluded.find((name) => seen.has(name));
  if (found !== undefined) {
    const format =
      options.format === 'text' ? 'COPY without CSV' : `FORMAT AS ${options.format.toUpperCase()}`;
    throw new SqlError(`${found.toUpperCase()} is not supported with ${format}`, '42601');
  }
}

const PARQUET = ['iam_role', 'region', 'format', 'manifest', 'compupdate', 'statupdate'];

function refusedSource(source: string): SqlError {
  if (source.startsWith('dynamodb://')) return notSupported('COPY from DynamoDB');
  if (source.startsWith('emr://')) return notSupported('COPY from EMR');
  if (source.startsWith('s3://')) return new SqlError(`Invalid S3 path: ${source}`, '22023');
  return new SqlError(`The COPY source '${source}' is not an S3 path`, '22023');
}

function refusal(word: string, position: number): SqlError {
  if (/^(?:credentials|with|access_key_id|secret_access_key|session_token)$/.test(word)) {
    return notSupported('COPY by access keys (name IAM_ROLE instead)', position);
  }
  return notSupported(`COPY with ${word.toUpperCase()}`, position);
}

function syntax(near: { text: string; start: number }): SqlError {
  return new SqlError(`syntax error at or near "${near.text}"`, '42601', near.start);
}

function count(cursor: Cursor, option: string, most = 2_147_483_647): number {
  const value = cursor.peek()?.kind === 'string' ? Number(cursor.string()) : cursor.number();
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new SqlError(`${option} must be between 0 and ${most}`, '22023');
  }
  return value;
}

/** A string whose backslashes are COPY's own to read: `'\\N'` is two characters. */
function verbatim(cursor: Cursor): string {
  const token = cursor.peek();
  cursor.string();
  return (token?.text ?? '').slice(1, -1).replaceAll("''", "'").replaceAll('\\\\', '\\');
}

/** `'\t'` and `'\017'` (octal) stand for one character, as COPY reads them; several characters stand for themselves. */
function character(cursor: Cursor, option: string): string {
  const written = verbatim(cursor);
  const named = { '\\t': '\t', '\\v': '\v', '\\f': '\f' }[written];
  const octal = /^\\([0-3]?[0-7]{1,2})$/.exec(written)?.[1];
  const value = named ?? (octal === undefined ? written : String.fromCharCode(Number.parseInt(octal, 8)));
  const most = option === 'QUOTE' ? 1 : Number.POSITIVE_INFINITY;
  const allowed = [...value].every((one) => one > '\0' && one <= '\x7f' && !'\n\r'.includes(one));
  if (value === '' || value.length > most || !allowed) {
    throw new SqlError(`COPY ${option.toLowerCase()} must be a single ASCII character`, '22023');
  }
  return value;
}
