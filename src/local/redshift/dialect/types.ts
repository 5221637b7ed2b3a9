import { SqlError } from './sql-error.js';

/** Redshift's type of a column or a result, taken apart. */
export interface RedshiftType {
  /** The wire name: `int4`, `varchar`, `bpchar`, `numeric`, `timestamptz`, `super`, `varbyte`, … */
  name: string;
  /** Characters (bytes) of varchar, bpchar and varbyte. */
  length?: number;
  precision?: number;
  scale?: number;
}

const NAMES: Record<string, string> = {
  smallint: 'int2',
  int2: 'int2',
  integer: 'int4',
  int: 'int4',
  int4: 'int4',
  bigint: 'int8',
  int8: 'int8',
  decimal: 'numeric',
  dec: 'numeric',
  numeric: 'numeric',
  real: 'float4',
  float4: 'float4',
  'double precision': 'float8',
  float8: 'float8',
  float: 'float8',
  double: 'float8',
  boolean: 'bool',
  bool: 'bool',
  char: 'bpchar',
  character: 'bpchar',
  nchar: 'bpchar',
  bpchar: 'bpchar',
  varchar: 'varchar',
  'character varying': 'varchar',
  'char varying': 'varchar',
  nvarchar: 'varchar',
  text: 'varchar',
  'national character varying': 'varchar',
  date: 'date',
  timestamp: 'timestamp',
  'timestamp without time zone': 'timestamp',
  timestamptz: 'timestamptz',
  'timestamp with time zone': 'timestamptz',
  time: 'time',
  'time without time zone': 'time',
  timetz: 'timetz',
  'time with time zone': 'timetz',
  super: 'super',
  varbyte: 'varbyte',
  varbinary: 'varbyte',
  'binary varying': 'varbyte',
  interval: 'interval',
  'interval year to month': 'intervaly2m',
  'interval day to second': 'intervald2s',
  name: 'name',
  oid: 'oid',
  hllsketch: 'hllsketch',
  geometry: 'geometry',
  geography: 'geography',
};

/**
 * Reads a type as a statement or the catalog writes it: `VARCHAR(MAX)`, `decimal(10,2)`, `character varying(50)`.
 * @throws SqlError `type "x" does not exist`
 */
export function parseType(written: string, position?: number): RedshiftType {
  const parts = /^([a-z0-9 ]+?)\s*(?:\(\s*([^)]*)\s*\))?(\s+with(?:out)?\s+time\s+zone)?$/i.exec(
    written.trim().replace(/\s+/g, ' '),
  );
  const base = `${parts?.[1] ?? written}${parts?.[3] ?? ''}`.toLowerCase();
  const name = NAMES[base];
  if (name === undefined) throw new SqlError(`type "${base}" does not exist`, '42704', position);
  const [first, second] = (parts?.[2] ?? '').split(',').map((part) => part.trim());
  const number = first ? Number(first) : undefined;
  if (name === 'numeric') return { name, precision: number ?? 18, scale: second ? Number(second) : 0 };
  if (name === 'float8' && base === 'float' && number !== undefined && number <= 24)
    return { name: 'float4' };
  if (name === 'bpchar') return { name, length: number ?? 1 };
  if (name === 'varchar') {
    if (first?.toLowerCase() === 'max') return { name, length: 65535 };
    return { name, length: number ?? (base === 'text' ? 256 : 256) };
  }
  if (name === 'varbyte')
    return { name, length: first?.toLowerCase() === 'max' ? 16_777_216 : (number ?? 64_000) };
  return { name };
}

/** A type as the catalog keeps it: `varchar(50)`, `numeric(10,2)`, `int4`. */
export function typeText(type: RedshiftType): string {
  if (type.name === 'numeric') return `numeric(${type.precision ?? 18},${type.scale ?? 0})`;
  if (type.length !== undefined) return `${type.name}(${type.length})`;
  return type.name;
}

const DUCKDB: Record<string, string> = {
  int2: 'SMALLINT',
  int4: 'INTEGER',
  int8: 'BIGINT',
  float4: 'FLOAT',
  float8: 'DOUBLE',
  bool: 'BOOLEAN',
  bpchar: 'VARCHAR',
  varchar: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
  timetz: 'TIME WITH TIME ZONE',
  super: 'JSON',
  varbyte: 'BLOB',
  interval: 'INTERVAL',
  intervaly2m: 'INTERVAL',
  intervald2s: 'INTERVAL',
  name: 'VARCHAR',
  oid: 'BIGINT',
};

/**
 * The DuckDB type that holds a Redshift type. Lengths of character types are not DuckDB's to keep.
 * @throws SqlError for a type that the local Redshift has no room for (HLLSKETCH, GEOMETRY, GEOGRAPHY).
 */
export function duckdbType(type: string | RedshiftType): string {
  const { name, precision, scale } = typeof type === 'string' ? parseType(type) : type;
  if (name === 'numeric') return `DECIMAL(${precision ?? 18},${scale ?? 0})`;
  const duckdb = DUCKDB[name];
  if (duckdb === undefined)
    throw new SqlError(`type "${name}" is not supported by the local Redshift`, '0A000');
  return duckdb;
}

const FROM_DUCKDB: Record<string, RedshiftType> = {
  BOOLEAN: { name: 'bool' },
  TINYINT: { name: 'int2' },
  SMALLINT: { name: 'int2' },
  INTEGER: { name: 'int4' },
  BIGINT: { name: 'int8' },
  UTINYINT: { name: 'int2' },
  USMALLINT: { name: 'int4' },
  UINTEGER: { name: 'int8' },
  UBIGINT: { name: 'numeric', precision: 38, scale: 0 },
  HUGEINT: { name: 'numeric', precision: 38, scale: 0 },
  UHUGEINT: { name: 'numeric', precision: 38, scale: 0 },
  FLOAT: { name: 'float4' },
  DOUBLE: { name: 'float8' },
  VARCHAR: { name: 'varchar', length: 65535 },
  JSON: { name: 'super' },
  BLOB: { name: 'varbyte', length: 64000 },
  DATE: { name: 'date' },
  TIMESTAMP: { name: 'timestamp' },
  TIMESTAMP_S: { name: 'timestamp' },
  TIMESTAMP_MS: { name: 'timestamp' },
  TIMESTAMP_NS: { name: 'timestamp' },
  'TIMESTAMP WITH TIME ZONE': { name: 'timestamptz' },
  TIMESTAMPTZ: { name: 'timestamptz' },
  TIME: { name: 'time' },
  'TIME WITH TIME ZONE': { name: 'timetz' },
  INTERVAL: { name: 'intervald2s' },
  UUID: { name: 'varchar', length: 36 },
  '"NULL"': { name: 'varchar', length: 1 },
};

/** The Redshift type under which a DuckDB value is shown; lists and structs are SUPER. */
export function redshiftType(duckdb: string): RedshiftType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(duckdb);
  if (decimal) return { name: 'numeric', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  return FROM_DUCKDB[duckdb] ?? { name: 'super' };
}

/** What the rewrite may assume of a type: arithmetic, SUPER navigation and casts hang on it. */
export function isInteger(type: string | undefined): boolean {
  return type === 'int2' || type === 'int4' || type === 'int8';
}

const WORDS: Record<string, string> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  bpchar: 'character',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  varbyte: 'binary varying',
};

/** A type's name as error messages spell it: `integer` of `int4`, `character varying` of `varchar`. */
export function typeWords(name: string): string {
  return WORDS[name] ?? name;
}
