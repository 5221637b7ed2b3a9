import { parseType, typeText } from '../types.js';
import type { Cursor } from './cursor.js';

const TWO_WORDS: Record<string, string> = {
  double: 'precision',
  character: 'varying',
  char: 'varying',
  binary: 'varying',
};

/**
 * A type at the cursor, as the catalog keeps it: `varchar(50)`, `timestamptz`. In an expression a character type
 * without a length takes its input's.
 * @throws SqlError `type "x" does not exist`
 */
export function dataType(cursor: Cursor, inExpression = false): string {
  const start = cursor.offset;
  let written = cursor.identifier();
  const second = TWO_WORDS[written];
  if (second !== undefined && cursor.takeWords(second)) written += ` ${second}`;
  if (written === 'interval') {
    if (cursor.takeWords('year', 'to', 'month')) written += ' year to month';
    else if (cursor.takeWords('day', 'to', 'second')) written += ' day to second';
  }
  if (cursor.takeSymbol('(')) {
    const sizes = cursor.list(() => cursor.next().value);
    cursor.expectSymbol(')');
    written += `(${sizes.join(',')})`;
  }
  if (written.startsWith('time')) {
    for (const zone of ['with', 'without']) {
      if (cursor.takeWords(zone, 'time', 'zone')) written += ` ${zone} time zone`;
    }
  }
  const type = parseType(written, start);
  if (inExpression && !written.includes('(') && type.length !== undefined) return type.name;
  return typeText(type);
}
