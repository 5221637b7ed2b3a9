import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, displayWidth, pad, wrap } from '../../src/ui/wrap.js';

describe('text on a terminal', () => {
  it('breaks between words and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
        fc.integer({ min: 9, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('leaves a URL whole', () => {
    expect(wrap('see http://127.0.0.1:1234/a/long/path now', 10)).toEqual([
      'see',
      'http://127.0.0.1:1234/a/long/path',
      'now',
    ]);
  });

  it('cuts to a width and never beyond it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.integer({ min: 2, max: 20 }),
        (text, width) => {
          expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
          if (displayWidth(text) <= width) expect(cut(text, width)).toBe(text);
        },
      ),
    );
  });

  it('pads by width and counts no escape codes', () => {
    expect(pad('漢', 4)).toBe('漢  ');
    expect(pad('7', 3, true)).toBe('  7');
    expect(displayWidth('\u001b[32mgreen\u001b[39m')).toBe(5);
  });
});
