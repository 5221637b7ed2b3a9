import { SqlError, type SqlState } from './sql-error.js';
import { redshiftType, typeWords } from './types.js';

type Words = (found: RegExpExecArray) => [message: string, state: SqlState];

/** Redshift's names of number types in the message for a bad digit. */
function digitType(duckdb: string): string {
  const names: Record<string, string> = {
    int2: 'Short',
    int4: 'Integer',
    int8: 'Long',
    float4: 'Real',
    float8: 'Double',
  };
  const { name } = redshiftType(duckdb);
  return name === 'numeric' ? 'Decimal' : (names[name] ?? name);
}

function badText(value: string, duckdb: string): [string, SqlState] {
  if (/^(?:DATE|TIME)/.test(duckdb)) {
    const name = duckdb.startsWith('DATE') ? 'date' : duckdb.startsWith('TIMESTAMP') ? 'timestamp' : 'time';
    return [`invalid input syntax for type ${name}: "${value}"`, '22007'];
  }
  if (duckdb.startsWith('BOOL')) return [`invalid input syntax for type boolean: "${value}"`, '22P02'];
  const digits = /^\s*[+-]?\d*/.exec(value)?.[0].length ?? 0;
  // All digits: what is wrong is their number.
  if (/^\s*[+-]?\d+\s*$/.test(value)) return [range(duckdb), '22003'];
  return [
    `Invalid digit, Value '${value[digits] ?? ' '}', Pos ${digits}, Type: ${digitType(duckdb)}`,
    '22P02',
  ];
}

const WIDTHS: Record<string, string> = { INT16: 'SMALLINT', INT32: 'INTEGER', INT64: 'BIGINT' };

/** What DuckDB says, and what Redshift would. The first that matches counts. */
const TRANSLATIONS: [RegExp, Words][] = [
  // Ours: `error('…')` inside a macro.
  [/^Invalid Input Error: (Divide by zero)$/m, ([, words]) => [words as string, '22012']],
  [
    /^Invalid Input Error: (Invalid digit, .*|invalid input syntax for .*)$/m,
    ([, words]) => [words as string, '22P02'],
  ],
  [/^Invalid Input Error: (value too long .*)$/m, ([, words]) => [words as string, '22001']],
  [
    /^Invalid Input Error: (JSON parsing error|String contains invalid .*|field position must .*|The input .*|negative substring .*|invalid hexadecimal .*)$/m,
    ([, words]) => [words as string, '22023'],
  ],
  // DuckDB's own.
  [/Invalid input for hex digit/i, () => ['invalid hexadecimal digit', '22023']],
  [/Malformed JSON/, () => ['JSON parsing error', '22023']],
  [/division by zero/i, () => ['Divide by zero', '22012']],
  [
    /Could not convert string ['"]([\s\S]*?)['"] to (INT32|INT64|INT16)/,
    ([, value, width]) => badText(value as string, WIDTHS[width as string] as string),
  ],
  [
    /Could not convert string ['"]([\s\S]*?)['"] to ([A-Z][A-Z0-9_ ]*(?:\([^)]*\))?)/,
    ([, value, type]) => badText(value as string, (type as string).trim()),
  ],
  [
    /(?:timestamp|date|time) field value (?:out of range|invalid|"|is)[^"]*"([^"]*)"/i,
    ([words, value]) => [
      `invalid input syntax for type ${/^\w+/.exec(words)?.[0].toLowerCase()}: "${value}"`,
      '22007',
    ],
  ],
  [
    /invalid (timestamp|date|time) field format: "([^"]*)"/i,
    ([, type, value]) => [`invalid input syntax for type ${type?.toLowerCase()}: "${value}"`, '22007'],
  ],
  [
    /Type (INT16|INT32|INT64|INT128|DOUBLE|FLOAT) with value (\S+) can't be cast because the value is out of range for the destination type (\w+)/,
    ([, , , type]) => [range(type as string), '22003'],
  ],
  [
    /Overflow in (?:addition|subtraction|multiplication|negation)[^:]*?of (INT16|INT32|INT64)/,
    ([, type]) => [range(type as string), '22003'],
  ],
  [/Overflow in .*(?:DECIMAL|INT128|HUGEINT)/, () => ['Numeric data overflow (result precision)', '22003']],
  [
    /Casting .* to (?:type )?DECIMAL\(\d+,\d+\) failed: value (?:is )?out of range|Could not cast value .* to DECIMAL/,
    () => ['Numeric data overflow (result precision)', '22003'],
  ],
  [/out of range for the destination type/i, () => ['Numeric data overflow', '22003']],
  [
    /NOT NULL constraint failed: [^.]*\.(?:[^.]*\.)?(\S+)/,
    ([, column]) => [`Cannot insert a NULL value into column ${column}`, '23502'],
  ],
  [
    /(?:Table|View) with name "?([^"\s]+)"? already exists/,
    ([, name]) => [`Relation "${name}" already exists`, '42P07'],
  ],
  [
    /Table with name "?([^"\s!]+)"? does not exist/,
    ([, name]) => [`relation "${name}" does not exist`, '42P01'],
  ],
  [
    /Schema with name "?([^"\s!]+)"? does not exist/,
    ([, name]) => [`schema "${name}" does not exist`, '3F000'],
  ],
  [/Referenced column "([^"]+)" not found/, ([, name]) => [`column "${name}" does not exist`, '42703']],
  [
    /column "?([^"\s]+)"? must appear in the GROUP BY clause/,
    ([, name]) => [grouping(name as string), '42803'],
  ],
  [
    /Ambiguous reference to column name "([^"]+)"/,
    ([, name]) => [`column reference "${name}" is ambiguous`, '42702'],
  ],
  [
    /(?:WHERE|JOIN condition|GROUP BY) clause cannot contain (aggregates|window functions)/i,
    ([words, what]) => [
      `${what?.toLowerCase()} not allowed in ${/^[A-Z]+/i.exec(words)?.[0].toUpperCase()} clause`,
      '42803',
    ],
  ],
  [
    /aggregate function calls cannot be nested/i,
    () => ['aggregate function calls may not be nested', '42803'],
  ],
  [
    /GROUP BY term out of range|ORDER (?:BY )?term out of range - should be between 1 and \d+/i,
    ([words]) => [
      `${words.startsWith('GROUP') ? 'GROUP BY' : 'ORDER BY'} position is not in select list`,
      '42601',
    ],
  ],
  [
    /Cannot compare values of type (\S+) and (?:type )?(\S+)/,
    ([, left, right]) => [
      `operator does not exist: ${shown(left as string)} = ${shown(right as string)}`,
      '42883',
    ],
  ],
  [
    /No function matches the given name and argument types '([^(']+)\(([^']*)\)'/,
    ([, name, types]) => [noFunction(name as string, types as string), '42883'],
  ],
  [
    /More than one row returned by a subquery|returned more than one row|Scalar subquery can only return a single row/i,
    () => ['single-row subquery returns more than one row', '42601' as SqlState],
  ],
  [/INTERRUPT|Interrupted/i, () => ["Query (0) cancelled on user's request", '57014']],
  [
    /Transaction conflict|write-write conflict|Conflict on (?:update|tuple)/i,
    () => ['1023: Serializable isolation violation on table', '40001'],
  ],
  [
    /Values list ".*" does not have a column named "([^"]+)"/,
    ([, name]) => [`column "${name}" does not exist`, '42703'],
  ],
  [
    /table "?[^"\s]+"? has (\d+) columns but (\d+) values were supplied/,
    ([, columns, values]) => [
      Number(values) > Number(columns)
        ? 'INSERT has more expressions than target columns'
        : 'INSERT has more target columns than expressions',
      '42601',
    ],
  ],
  [
    /Unimplemented type for cast \((\S+) -> (\S+)\)/,
    ([, from, to]) => [`cannot cast type ${shown(from as string)} to ${shown(to as string)}`, '42804'],
  ],
  [/LIMIT\/OFFSET cannot be negative/, () => ['LIMIT must not be negative', '22023']],
  [/(cannot take (?:logarithm|square root) of .*)$/m, ([, words]) => [words as string, '22023']],
  [/Unknown TimeZone '([^']*)'/, ([, zone]) => [`time zone "${zone}" not recognized`, '22023']],
  [
    /^Invalid Input Error: ((?:missing|invalid|no argument|unexpected|bad|trailing) [^\n]*: [^\n]*)/,
    ([, words]) => [`Invalid regular expression: ${words}`, '22023'],
  ],
  [
    /Cannot mix values of type (\S+) and (\S+) in (\w+)/,
    ([, left, right, where]) => [
      `${where} types ${shown(left as string)} and ${shown(right as string)} cannot be matched`,
      '42804',
    ],
  ],
  [
    /Cannot combine types of (\S+) and (\S+)/,
    ([, left, right]) => [
      `types ${shown(left as string)} and ${shown(right as string)} cannot be matched`,
      '42804',
    ],
  ],
  [
    /Could not choose a best candidate function for the function call "([^("]+)\(([^")]*)\)"/,
    ([, name, types]) => [noFunction(name as string, types as string), '42883'],
  ],
  [/Out of Memory Error/, () => ['out of memory', 'XX000']],
];

function range(duckdb: string): string {
  const bytes = { INT16: 2, SMALLINT: 2, INT32: 4, INTEGER: 4 }[duckdb] ?? 8;
  return `Value out of range for ${bytes} bytes.`;
}

function grouping(column: string): string {
  return `column "${column}" must appear in the GROUP BY clause or be used in an aggregate function`;
}

function shown(duckdb: string): string {
  const { name } = redshiftType(duckdb.replace(/[().,;:]+$/, ''));
  return typeWords(name);
}

function noFunction(name: string, types: string): string {
  const operators = /^[-+*/%<>=|~!]+$/;
  const words = types.split(/,\s*/).map((type) => shown(type.replace(/_LITERAL$/, '')));
  if (operators.test(name)) return `operator does not exist: ${words.join(` ${name} `)}`;
  return `function ${name.replace(/^rs_/i, '')}(${words.join(', ')}) does not exist`;
}

/**
 * What went wrong in DuckDB, in Redshift's words. An error that is not known keeps DuckDB's first line without its
 * category, marked as internal: better a strange message than none.
 */
export function translateError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, words] of TRANSLATIONS) {
    const found = pattern.exec(message);
    if (found !== null) return new SqlError(...words(found));
  }
  const [first] = message.split('\n');
  const refused = /^(?:Binder|Catalog|Parser|Not implemented) Error: (.*)/.exec(message)?.[1];
  if (refused !== undefined)
    return new SqlError(`this is not supported by the local Redshift: ${refused}`, '0A000');
  return new SqlError((first ?? message).replace(/^[A-Z][A-Za-z ]* Error: /, ''), 'XX000');
}
