/** What a cell may hold; null is an empty cell, which COPY reads as NULL in all but text columns. */
type Cell = string | number | boolean | null;

/** A cell as RFC 4180 quotes it: only where it must. */
function cell(value: Cell): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Lines of a CSV file, the names of the columns first, each with its end. Lines end in a line feed alone, as COPY's
 * documentation has it, where RFC 4180 has a carriage return before it.
 * @throws Error naming the column that a row lacks or has too many
 */
export function* csvLines<T extends object>(
  rows: Iterable<T>,
  columns: readonly (keyof T & string)[],
): Generator<string> {
  yield `${columns.map(cell).join(',')}\n`;
  for (const row of rows) {
    const complete = columns.every((column) => row[column] !== undefined);
    if (!complete || Object.keys(row).length !== columns.length) throw new Error(oddOf(row, columns));
    yield `${columns.map((column) => cell(row[column] as Cell)).join(',')}\n`;
  }
}

function oddOf(row: object, columns: readonly string[]): string {
  const odd =
    Object.keys(row).find((key) => !columns.includes(key)) ??
    columns.find((column) => (row as Record<string, unknown>)[column] === undefined);
  return `the column ${odd} is not in the row or not in the file`;
}
