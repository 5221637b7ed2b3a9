import { basename } from 'node:path';

/** Where in a file something is wrong, and a picture of it. */
export interface Place {
  /** The file's name without its folders. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  /** The line, the one before it, and a caret under the column. */
  block: string;
}

/** Characters of a long line that are shown on either side of the caret. */
const ROOM = 60;

/**
 * Shows a position in a text.
 * @param position offset in UTF-16 units; one outside the text is taken to its nearer end
 */
export function pointAt(file: string, text: string, position: number): Place {
  const at = Math.min(Math.max(position, 0), text.length);
  const lines = text.split(/\r\n|\r|\n/);
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  const width = String(line).length;
  const gutter = (number: number) => String(number).padStart(width);
  const from = Math.max(column - 1 - ROOM, 0);
  const shown = (source: string) => source.slice(from, column - 1 + ROOM).replaceAll('\t', ' ');
  const rows = [`${' '.repeat(width)} | ${' '.repeat(column - 1 - from)}^`];
  rows.unshift(`${gutter(line)} | ${shown(lines[line - 1] ?? '')}`);
  if (line > 1) rows.unshift(`${gutter(line - 1)} | ${shown(lines[line - 2] ?? '')}`);
  return { file: basename(file), line, column, block: rows.join('\n') };
}
