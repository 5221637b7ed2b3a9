import { cut, displayWidth, pad, wrap } from './wrap.js';

export type Cell = string | number | boolean | null;

/** Columns no wider than this, so that one long address doesn't push the rest off the screen. */
const widest = 60;
const between = ' │ ';

/**
 * A table in plain text: numbers to the right, NULL said, long texts cut with an ellipsis.
 * @param width of the terminal; columns that don't fit are named below the table, not dropped in silence
 */
export function table(
  columns: { name: string; type?: string }[],
  rows: Cell[][],
  width = Number.POSITIVE_INFINITY,
): string {
  const names = columns.map((column) => cut(oneLine(column.name), widest));
  const texts = rows.map((row) => columns.map((_, index) => cut(cellText(row[index] ?? null), widest)));
  const widths = names.map((name, index) => {
    let most = Math.max(1, displayWidth(name));
    for (const row of texts) most = Math.max(most, displayWidth(row[index] ?? ''));
    return most;
  });
  const shown = fitting(widths, width);
  const right = columns.map(
    (column, index) =>
      isNumeric(column.type) ||
      (rows.length > 0 && rows.every((row) => typeof (row[index] ?? 0) === 'number')),
  );
  const line = (cells: string[]) =>
    cells
      .slice(0, shown)
      .map((cell, index) => pad(cell, widths[index] ?? 0, right[index]))
      .join(between)
      .trimEnd();
  const rule = widths
    .slice(0, shown)
    .map((size) => '─'.repeat(size))
    .join('─┼─');
  const hidden = columns.slice(shown).map((column) => column.name);
  return [
    line(names),
    rule,
    ...texts.map(line),
    ...(hidden.length > 0
      ? wrap(
          `… and ${hidden.length} more ${hidden.length === 1 ? 'column' : 'columns'}: ${hidden.join(', ')} (--json or --csv has all)`,
          width,
        )
      : []),
  ].join('\n');
}

/** How many columns fit side by side: at least one. */
function fitting(widths: number[], width: number): number {
  let used = 0;
  for (const [index, each] of widths.entries()) {
    used += each + (index > 0 ? between.length : 0);
    if (index > 0 && used > width) return index;
  }
  return widths.length;
}

function isNumeric(type: string | undefined): boolean {
  return /^(int[248]|float[48]|numeric|decimal)/.test(type ?? '');
}

function cellText(value: Cell): string {
  return value === null ? 'NULL' : oneLine(String(value));
}

/** A cell stays on its line, and what it holds can't steer the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  return text.replace(/[\r\n\t]+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}

/** RFC 4180 but for line ends, which are LF: a header line, quotes only where needed, NULL as an empty field. */
export function csv(columns: { name: string }[], rows: Cell[][]): string {
  const field = (value: Cell) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.map((column) => column.name), ...rows].map((row) => row.map(field).join(',')).join('\n')}\n`;
}
