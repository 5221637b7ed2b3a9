import { SqlError } from '../sql-error.js';

/** One piece of a TO_CHAR, TO_DATE or TO_TIMESTAMP format: literal text, or a strftime directive with its letter case. */
export type FormatPiece =
  | { kind: 'text'; text: string }
  | { kind: 'directive'; directive: string; letters?: 'upper' | 'lower'; padded?: true }
  | { kind: 'computed'; what: 'quarter' | 'weekday' | 'meridian-dots' };

const PIECES: [string, FormatPiece][] = [
  ['HH24', directive('%H')],
  ['HH12', directive('%I')],
  ['HH', directive('%I')],
  ['MI', directive('%M')],
  ['SS', directive('%S')],
  ['MS', directive('%g')],
  ['US', directive('%f')],
  ['YYYY', directive('%Y')],
  ['YY', directive('%y')],
  ['MONTH', directive('%B', 'upper')],
  ['Month', directive('%B')],
  ['month', directive('%B', 'lower')],
  ['MON', directive('%b', 'upper')],
  ['Mon', directive('%b')],
  ['mon', directive('%b', 'lower')],
  ['MM', directive('%m')],
  ['DDD', directive('%j')],
  ['DD', directive('%d')],
  ['DAY', directive('%A', 'upper')],
  ['Day', directive('%A')],
  ['day', directive('%A', 'lower')],
  ['DY', directive('%a', 'upper')],
  ['Dy', directive('%a')],
  ['dy', directive('%a', 'lower')],
  ['IYYY', directive('%G')],
  ['IW', directive('%V')],
  ['AM', directive('%p', 'upper')],
  ['PM', directive('%p', 'upper')],
  ['am', directive('%p', 'lower')],
  ['pm', directive('%p', 'lower')],
  ['OF', directive('%z')],
  ['TZ', directive('%Z', 'upper')],
  ['Q', { kind: 'computed', what: 'quarter' }],
  ['D', { kind: 'computed', what: 'weekday' }],
];

/** Their letters' case carries no meaning: `yyyy-mm-dd` is `YYYY-MM-DD`. */
const CASELESS = [
  'HH24',
  'HH12',
  'HH',
  'MI',
  'SS',
  'MS',
  'US',
  'YYYY',
  'YY',
  'MM',
  'DDD',
  'DD',
  'IYYY',
  'IW',
  'OF',
  'TZ',
  'Q',
  'D',
];

function directive(written: string, letters?: 'upper' | 'lower'): FormatPiece {
  return { kind: 'directive', directive: written, ...(letters === undefined ? {} : { letters }) };
}

/**
 * Takes a datetime format apart; the full names of months and days are padded to nine
 * characters, as Redshift's are, unless FM stands before them.
 * @throws SqlError naming a pattern that is not here (J, WW, RM, …)
 */
export function formatPieces(format: string): FormatPiece[] {
  const pieces: FormatPiece[] = [];
  const say = (text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === 'text') last.text += text;
    else pieces.push({ kind: 'text', text });
  };
  let at = 0;
  let bare = false;
  while (at < format.length) {
    const rest = format.slice(at);
    const quoted = /^"([^"]*)"/.exec(rest);
    const found = PIECES.find(([word]) =>
      CASELESS.includes(word) ? rest.toUpperCase().startsWith(word) : rest.startsWith(word),
    );
    if (quoted) {
      say(quoted[1] ?? '');
      at += quoted[0].length;
    } else if (/^fm/i.test(rest)) {
      bare = true;
      at += 2;
      continue;
    } else if (found) {
      const named = /^(?:month|day)$/i.test(found[0]) && !bare;
      pieces.push(named ? ({ ...found[1], padded: true } as FormatPiece) : found[1]);
      at += found[0].length;
    } else if (/^[A-SU-Za-su-z]/.test(rest)) {
      throw new SqlError(
        `the datetime format "${format}" is not supported by the local Redshift from "${rest}" on`,
        '0A000',
      );
    } else {
      say(rest[0] ?? '');
      at++;
    }
    bare = false;
  }
  return pieces;
}

/** The strptime pattern of a format, letters' case apart. */
export function parsePattern(format: string): string {
  return formatPieces(format)
    .map((piece) => {
      if (piece.kind === 'text') return piece.text.replaceAll('%', '%%');
      if (piece.kind === 'computed')
        throw new SqlError(`the datetime format "${format}" cannot be read back`, '0A000');
      return piece.directive;
    })
    .join('');
}
