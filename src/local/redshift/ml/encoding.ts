import type { RelationColumn } from '../dialect/resolver.js';
import type { CsvColumn } from './csv.js';
import { isMoment, isText } from './feature-sql.js';
import type { Feature } from './trees/model.js';

/** How the learner's features come from the function's arguments; `argument` is an index. */
export type Encoding =
  | { kind: 'number' | 'hour' | 'weekday'; argument: number }
  /** A category's number is its place in the list; one that is not in it is missing. */
  | { kind: 'category'; argument: number; categories: string[] };

/** A category that fewer rows have is no category: names and telephone numbers would be learned by heart. */
const fewestOfACategory = 5;
const mostCategories = 100;
const day = 86_400;

/**
 * Chooses how each argument is encoded: numbers as they are; text by its frequent values, ordered by their mean label;
 * moments as seconds, hour and day of the week.
 */
export function chooseEncodings(
  args: RelationColumn[],
  columns: CsvColumn[],
  labels: Float64Array,
): Encoding[] {
  return args.flatMap(({ type }, argument): Encoding[] => {
    const column = columns[argument];
    if (isText(type) && column !== undefined && 'texts' in column)
      return [{ kind: 'category', argument, categories: categoriesOf(column.texts, labels) }];
    if (!isMoment(type)) return [{ kind: 'number', argument }];
    return [
      { kind: 'number', argument },
      { kind: 'hour', argument },
      { kind: 'weekday', argument },
    ];
  });
}

function categoriesOf(texts: (string | null)[], labels: Float64Array): string[] {
  const found = new Map<string, { rows: number; sum: number }>();
  texts.forEach((value, row) => {
    if (value === null) return;
    const seen = found.get(value) ?? { rows: 0, sum: 0 };
    found.set(value, { rows: seen.rows + 1, sum: seen.sum + (labels[row] ?? 0) });
  });
  return [...found]
    .filter(([, { rows }]) => rows >= fewestOfACategory)
    .sort(([a, one], [b, other]) => other.rows - one.rows || (a < b ? -1 : 1))
    .slice(0, mostCategories)
    .sort(([a, one], [b, other]) => one.sum / one.rows - other.sum / other.rows || (a < b ? -1 : 1))
    .map(([value]) => value);
}

/** The learner's features of exported columns, in arrays of their own. */
export function encode(args: RelationColumn[], encodings: Encoding[], columns: CsvColumn[]): Feature[] {
  return encodings.map((encoding) => {
    const name = featureName(args, encoding);
    const column = columns[encoding.argument] as CsvColumn;
    if (encoding.kind === 'category') {
      const places = new Map(encoding.categories.map((value, place) => [value, place]));
      const texts = 'texts' in column ? column.texts : [];
      return { name, values: Float64Array.from(texts, (value) => places.get(value ?? '\0') ?? Number.NaN) };
    }
    const numbers = 'numbers' in column ? column.numbers : new Float64Array();
    if (encoding.kind === 'number') return { name, values: numbers.slice() };
    return { name, values: numbers.map(encoding.kind === 'hour' ? hourOf : weekdayOf) };
  });
}

export function featureName(args: RelationColumn[], { kind, argument }: Encoding): string {
  const { name } = args[argument] as RelationColumn;
  return kind === 'number' || kind === 'category' ? name : `${name} ${kind}`;
}

const hourOf = (seconds: number) => Math.floor(seconds / 3600) - 24 * Math.floor(seconds / day);
/** 0 is Sunday: 1970 began on a Thursday. */
const weekdayOf = (seconds: number) => {
  const days = Math.floor(seconds / day) + 4;
  return days - 7 * Math.floor(days / 7);
};

/** DuckDB's expression for an encoded argument; the same arithmetic as in the training. `number` is `inNumbers` of it. */
export function encodedSql(encoding: Encoding, argument: string, number: string): string {
  switch (encoding.kind) {
    case 'number':
      return number;
    case 'hour':
      return `(floor(${number} / 3600) - 24 * floor(${number} / ${day}))`;
    case 'weekday':
      return `(floor(${number} / ${day}) + 4 - 7 * floor((floor(${number} / ${day}) + 4) / 7))`;
    case 'category': {
      if (encoding.categories.length === 0) return 'NULL::DOUBLE';
      const list = encoding.categories.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
      return `CAST(nullif(coalesce(list_position([${list}], CAST(${argument} AS VARCHAR)), 0), 0) - 1 AS DOUBLE)`;
    }
  }
}
