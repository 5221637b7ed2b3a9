import type { RedshiftType } from '../dialect/types.js';
import type { Cell, ResultColumn } from '../engine/outcome.js';

const signed = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);
const characters = new Set(['varchar', 'bpchar', 'name', 'super']);
// Length, precision and scale as JDBC's metadata gives them, which the Data API passes on.
const precisions: Record<string, number> = {
  int2: 5,
  int4: 10,
  int8: 19,
  oid: 10,
  float4: 8,
  float8: 17,
  bool: 1,
  date: 13,
  time: 15,
  timetz: 21,
  timestamp: 29,
  timestamptz: 35,
};
const scales: Record<string, number> = {
  float4: 8,
  float8: 17,
  time: 6,
  timetz: 6,
  timestamp: 6,
  timestamptz: 6,
};

/** A result's column as `ColumnMetadata` of the Data API. */
export function columnMetadata({ name, type, schemaName, tableName }: ResultColumn): object {
  return {
    isCaseSensitive: characters.has(type.name),
    isCurrency: false,
    isSigned: signed.has(type.name),
    label: name,
    length: 0,
    name,
    nullable: 1,
    precision: precisionOf(type),
    scale: type.name === 'numeric' ? (type.scale ?? 0) : (scales[type.name] ?? 0),
    schemaName,
    tableName,
    typeName: type.name,
  };
}

function precisionOf(type: RedshiftType): number {
  if (type.name === 'numeric') return type.precision ?? 18;
  return type.length ?? precisions[type.name] ?? 0;
}

/** A cell as `Field` of the Data API: DECIMAL, times and SUPER arrive as text, VARBYTE as a blob. */
export function field(cell: Cell, type: RedshiftType): object {
  if (cell === null) return { isNull: true };
  switch (type.name) {
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      // Cells beyond 2^53 are text: the reply has all their digits.
      return { longValue: typeof cell === 'string' ? BigInt(cell) : cell };
    case 'float4':
    case 'float8':
      return { doubleValue: Number(cell) };
    case 'bool':
      return { booleanValue: cell };
    case 'varbyte':
      return { blobValue: Buffer.from(String(cell), 'base64') };
    default:
      return { stringValue: String(cell) };
  }
}
