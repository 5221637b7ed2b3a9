const segmenter = new Intl.Segmenter();
const plain = /^[\x20-\x7e]*$/;
// East Asian wide and full-width letters, and pictures: two columns each. Marks that combine and joiners: none.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;
const none = /^[\p{Mark}\p{Cf}\p{Cc}]+$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes take no room on the screen.
const escapes = /\u001b\[[0-9;]*m/g;

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  const visible = text.includes('\u001b') ? text.replace(escapes, '') : text;
  if (plain.test(visible)) return visible.length;
  let width = 0;
  for (const { segment } of segmenter.segment(visible)) width += letterWidth(segment);
  return width;
}

function letterWidth(letter: string): number {
  if (none.test(letter)) return 0;
  return wide.test(letter) ? 2 : 1;
}

/** A text of at most `width` columns, with an ellipsis where something was cut off. No escape codes in it. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += letterWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Filled with spaces to `width` columns. */
export function pad(text: string, width: number, toTheRight = false): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return toTheRight ? space + text : text + space;
}

/** Lines of at most `width` columns, broken between words; a word that is longer (a URL) stays whole. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}
