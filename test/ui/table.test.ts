import { describe, expect, it } from 'vitest';
import { csv, table } from '../../src/ui/table.js';
import { displayWidth } from '../../src/ui/wrap.js';

describe('table', () => {
  it('puts numbers to the right, says NULL, and draws a rule', () => {
    const text = table(
      [{ name: 'state' }, { name: 'count', type: 'int8' }],
      [
        ['NSW', 1234],
        [null, 5],
      ],
    );
    expect(text.split('\n')).toEqual(['state │ count', '──────┼──────', 'NSW   │  1234', 'NULL  │     5']);
  });

  it('uses the whole width: columns that just fit are shown, the others are named below', () => {
    const columns = [{ name: 'aaaa' }, { name: 'bbbb' }, { name: 'cccc' }];
    const rows = [['1111', '2222', '3333']];
    expect(table(columns, rows, 18).split('\n')[2]).toBe('1111 │ 2222 │ 3333');
    const narrow = table(columns, rows, 17);
    expect(narrow.split('\n')[2]).toBe('1111 │ 2222');
    expect(narrow.replace(/\s+/g, ' ')).toContain('… and 1 more column: cccc');
    for (const line of narrow.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(17);
  });

  it('shows the first column however narrow the terminal is', () => {
    expect(table([{ name: 'wide' }, { name: 'b' }], [['0123456789', 'x']], 5)).toContain('0123456789');
  });

  it('counts what letters take on a terminal, not their bytes', () => {
    const lines = table(
      [{ name: 'a' }, { name: 'b' }],
      [
        ['漢字🙂', 1],
        ['e\u0301', 2],
      ],
    ).split('\n');
    expect(lines.map((line) => displayWidth(line))).toEqual([10, 10, 10, 10]);
  });

  it('lets no cell break its line or steer the terminal', () => {
    const text = table([{ name: 'a' }], [['one\r\ntwo\u001b[2Jthree']]);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('\u001b');
  });

  it('cuts a long cell', () => {
    expect(table([{ name: 'a' }], [['x'.repeat(1000)]]).split('\n')[2]).toBe(`${'x'.repeat(59)}…`);
  });

  it('takes a result of 300,000 rows', () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => [index]);
    expect(table([{ name: 'n', type: 'int4' }], rows).split('\n')).toHaveLength(300_002);
  });

  it('has a header and a rule for an empty result', () => {
    expect(table([{ name: 'a' }], [])).toBe('a\n─');
  });
});

describe('csv', () => {
  it('quotes only where it must, doubles quotes, and leaves NULL empty', () => {
    expect(
      csv(
        [{ name: 'a' }, { name: 'b,c' }],
        [
          ['plain', 'with, comma'],
          ['say "hi"', 'two\nlines'],
          [null, 1.5],
          [true, 'é漢'],
        ],
      ),
    ).toBe('a,"b,c"\nplain,"with, comma"\n"say ""hi""","two\nlines"\n,1.5\ntrue,é漢\n');
  });
});
