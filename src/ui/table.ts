export type Cell = string | number | boolean | null;

/** Columns no wider than this, so that one long address doesn't push the rest off the screen. */
const widest = 60;

/**
 * A table in plain text: numbers to the right, NULL said, long texts cut with an ellipsis.
 * @param width of the terminal; columns that don't fit are named below the table, not dropped in silence
 */
export function table(
  columns: { name: string; type?: string }[],
  rows: Cell[][],
  width = Number.POSITIVE_INFINITY,
): string {
  const texts = rows.map((row) => columns.map((_, index) => cellText(row[index] ?? null)));
  const widths = columns.map((column, index) =>
    Math.min(widest, Math.max(column.name.length, ...texts.map((row) => row[index]?.length ?? 0), 1)),
  );
  let shown = 0;
  let used = 1;
  for (const each of widths) {
    if (shown > 0 && used + each + 3 > width) break;
    used += each + 3;
    shown++;
  }
  const right = columns.map(
    (column, index) => isNumeric(column.type) || rows.every((row) => typeof (row[index] ?? 0) === 'number'),
  );
  const line = (cells: string[]) =>
    cells
      .slice(0, shown)
      .map((cell, index) => {
        const size = widths[index] ?? 0;
        const cut = cell.length > size ? `${cell.slice(0, size - 1)}…` : cell;
        return right[index] ? cut.padStart(size) : cut.padEnd(size);
      })
      .join(' │ ')
      .trimEnd();
  const rule = widths
    .slice(0, shown)
    .map((size) => '─'.repeat(size))
    .join('─┼─');
  const hidden = columns.slice(shown).map((column) => column.name);
  return [
    line(columns.map((column) => column.name)),
    rule,
    ...texts.map(line),
    ...(hidden.length > 0
      ? [`… and ${hidden.length} more: ${hidden.join(', ')}  (--json or --csv shows all)`]
      : []),
  ].join('\n');
}

function isNumeric(type: string | undefined): boolean {
  return /^(int[248]|float[48]|numeric|decimal)/.test(type ?? '');
}

function cellText(value: Cell): string {
  if (value === null) return 'NULL';
  return String(value).replace(/[\r\n\t]+/g, ' ');
}

/** RFC 4180: a header line, CRLF-free, quotes only where needed. */
export function csv(columns: { name: string }[], rows: Cell[][]): string {
  const field = (value: Cell) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.map((column) => column.name), ...rows].map((row) => row.map(field).join(',')).join('\n')}\n`;
}
