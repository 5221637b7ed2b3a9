import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitStatements, tokenize, UnterminatedError } from '../../src/sql/tokenizer.js';

const shape = (sql: string) => tokenize(sql).map((token) => `${token.kind}:${token.value}`);

describe('tokenize', () => {
  it('folds words, keeps quoted identifiers, and reads escapes in strings', () => {
    expect(shape(`SELECT "Foo""x", 'it''s', 'a\\'b', E'\\n'`)).toEqual([
      'word:select',
      'quoted:Foo"x',
      'operator:,',
      "string:it's",
      'operator:,',
      "string:a'b",
      'operator:,',
      'string:\n',
    ]);
  });

  it('tells a cast, a named parameter and a numbered one apart', () => {
    expect(shape('x::int = :name AND $1')).toEqual([
      'word:x',
      'operator:::',
      'word:int',
      'operator:=',
      'param:name',
      'word:and',
      'param:1',
    ]);
  });

  it('nests block comments and reads dollar quotes', () => {
    expect(shape('/* a /* b */ c */ $f$ ; $f$ -- end')).toEqual([
      'comment:/* a /* b */ c */',
      'string: ; ',
      'comment:-- end',
    ]);
  });

  it('says where an unterminated string opens', () => {
    const error = (() => {
      try {
        tokenize("SELECT 'abc");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UnterminatedError);
    expect((error as UnterminatedError).offset).toBe(7);
  });

  const sqlish = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "'",
          '"',
          '$$',
          '$a$',
          '/*',
          '*/',
          '--',
          '\n',
          ';',
          '::',
          ':a',
          '$1',
          '1.5e3',
          '\\',
          'é',
          '[',
          '|',
          '||',
        ),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(''));

  it('gives the text back from tokens and the white space between them, or says what is unterminated', () => {
    fc.assert(
      fc.property(sqlish, (sql) => {
        let at = 0;
        try {
          for (const token of tokenize(sql)) {
            expect(sql.slice(at, token.start).trim()).toBe('');
            expect(sql.slice(token.start, token.end)).toBe(token.text);
            expect(token.end).toBeGreaterThan(token.start);
            at = token.end;
          }
          expect(sql.slice(at).trim()).toBe('');
        } catch (error) {
          if (!(error instanceof UnterminatedError)) throw error;
          expect(error.offset).toBeLessThan(sql.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('splitStatements', () => {
  it('splits outside strings and comments, and leaves out empty ones', () => {
    const sql = "-- title: x\nSELECT ';' ;; /* ; */ SELECT 2\n;";
    const statements = splitStatements(sql);
    expect(statements.map((statement) => statement.text)).toEqual(["SELECT ';'", 'SELECT 2']);
    for (const { text, start, end } of statements) expect(sql.slice(start, end)).toBe(text);
  });
});
