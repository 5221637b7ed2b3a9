import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSteps } from '../../src/sql/load.js';
import { tokenize } from '../../src/sql/tokenizer.js';

const header = '-- title: A\n-- kind: build\n-- why: B\n';

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'workshop-sql-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

describe('the workshop’s steps', () => {
  const steps = loadSteps();

  it('are numbered without a gap, in the order in which they need one another', () => {
    expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
  });

  it('say what to look at in one sentence', () => {
    for (const { why } of steps) expect(why).toMatch(/^[A-Z].{20,220}\.$/);
  });

  it('make each thing only unless it is there', () => {
    for (const step of steps) {
      const makes = step.statements.some(({ text }) => /^create/i.test(text));
      if (makes) expect(step.unless, step.name).toMatch(/^(SELECT|SHOW MODEL) /);
      if (step.kind === 'explore') expect(makes, step.name).toBe(false);
    }
  });

  it('carry no secret: the user has no password', () => {
    const user = steps.find(({ name }) => name === 'grafana-user');
    expect(user?.statements.map(({ text }) => text)).toEqual([
      'CREATE USER redshift_data_api_user PASSWORD DISABLE',
    ]);
    const words = steps.flatMap(({ text }) => tokenize(text)).filter(({ value }) => value === 'password');
    expect(words).toHaveLength(1);
  });

  it('know the line on which each statement begins', () => {
    for (const { text, statements } of steps) {
      for (const statement of statements) {
        expect(text.slice(statement.start, statement.start + statement.text.length)).toBe(statement.text);
        expect(text.split('\n')[statement.line - 1]).toContain(statement.text.split('\n')[0]);
      }
    }
  });
});

describe('loading a folder', () => {
  it('reads values over several lines, and ignores other files', () => {
    const [step] = loadSteps(
      folder({
        'notes.md': 'x',
        '01-a.sql':
          '-- title: A\n-- kind: explore\n-- why: One\n--   and two.\n\n-- not a header\nSELECT 1;\n',
      }),
    );
    expect(step).toMatchObject({ number: 1, name: 'a', kind: 'explore', why: 'One and two.', needs: [] });
    expect(step?.statements).toMatchObject([{ text: 'SELECT 1', line: 7 }]);
  });

  it.each([
    [
      'an unknown key',
      `${header}-- wy: x\n`,
      '01-a.sql:4: the header knows no "wy", only title, kind, needs, unless, why',
    ],
    ['a key said twice', `${header}-- why: x\n`, '01-a.sql:4: the header says "why" twice'],
    ['a missing key', '-- title: A\n-- kind: build\n\nSELECT 1', '01-a.sql:1: the header says no "why"'],
    [
      'an empty value',
      '-- title:\n-- kind: build\n-- why: x\nSELECT 1',
      '01-a.sql:1: the header says no "title"',
    ],
    [
      'a strange kind',
      '-- title: A\n-- kind: make\n-- why: x\nSELECT 1',
      '01-a.sql:2: kind is build or explore, not "make"',
    ],
    [
      'a header line without a key',
      '-- hello there\nSELECT 1',
      '01-a.sql:1: a header line is "-- key: value"',
    ],
    [
      'two queries in "unless"',
      `${header}-- unless: SELECT 1; SELECT 2\nSELECT 1`,
      '01-a.sql:4: "unless" is one query',
    ],
    [
      'a need that is no step',
      `${header}-- needs: b\nSELECT 1`,
      '01-a.sql needs "b", which is no step before it',
    ],
    ['no statement', header, '01-a.sql holds no statement'],
    ['a quote not closed', `${header}\nSELECT 'a`, '01-a.sql:5: unterminated quoted string at or near "\'a"'],
  ])('refuses %s, by file and line', (_, text, message) => {
    expect(() => loadSteps(folder({ '01-a.sql': text }))).toThrow(message);
  });

  it('refuses a name that is not NN-name.sql, and a number or name given twice', () => {
    expect(() => loadSteps(folder({ 'a.sql': `${header}SELECT 1` }))).toThrow(
      'a.sql is not named NN-name.sql',
    );
    const twice = { '01-a.sql': `${header}SELECT 1`, '01-b.sql': `${header}SELECT 1` };
    expect(() => loadSteps(folder(twice))).toThrow('01-b.sql has the number or the name of 01-a.sql');
    const again = { '01-a.sql': `${header}SELECT 1`, '02-a.sql': `${header}SELECT 1` };
    expect(() => loadSteps(folder(again))).toThrow('02-a.sql has the number or the name of 01-a.sql');
  });
});
