import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  loadPolyglot,
  parseStatement,
  printStatement,
} from '../../../../src/local/redshift/dialect/polyglot.js';
import { translate } from '../../../../src/local/redshift/dialect/translate.js';
import { type Engine, openEngine } from './engine.js';

let engine: Engine;
beforeAll(async () => {
  engine = openEngine();
  await engine.query('CREATE TABLE docs (id INT, doc SUPER, bytes VARBYTE(65535))');
});
afterAll(() => engine?.close());

/** Puts a batch of bytes into the table, past SQL's literals. */
async function store(batch: Uint8Array[]): Promise<void> {
  await engine.query('DELETE FROM docs');
  for (const [index, bytes] of batch.entries()) {
    const hex = Buffer.from(bytes).toString('hex');
    await engine.query(`INSERT INTO docs (id, bytes) VALUES (${index}, from_hex('${hex}'))`);
  }
}

/** Without ORDER BY, so that the paths are read together. */
async function rowsById(text: string) {
  const { rows } = await engine.query(text);
  return rows.sort((one, other) => Number(one[0]) - Number(other[0]));
}

const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/);
const leaf = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string().filter((text) => !text.includes('\0')),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'small' }, leaf, tie('object'), tie('list')),
  object: fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie('json'), { maxLength: 3 }),
}));
const steps = fc.array(fc.oneof(key, fc.nat(3)), { minLength: 1, maxLength: 3 });

/** Steps that exist in the document, as often as not, else any. */
function stepsInto(document: unknown, wanted: (string | number)[]): (string | number)[] {
  let at = document;
  return wanted.map((step, index) => {
    const names = at !== null && typeof at === 'object' && !Array.isArray(at) ? Object.keys(at) : [];
    const chosen = Array.isArray(at) ? index : (names[0] ?? step);
    at = (at as Record<string | number, unknown> | null | undefined)?.[chosen];
    return chosen;
  });
}

function walk(document: unknown, path: (string | number)[]): unknown {
  let at = document;
  for (const step of path) {
    const fits =
      typeof step === 'number'
        ? Array.isArray(at)
        : at !== null && typeof at === 'object' && !Array.isArray(at);
    if (!fits || !Object.hasOwn(at as object, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

describe('the rewrite', () => {
  it('prints what reads back as the same', async () => {
    const polyglot = await loadPolyglot();
    const resolver = {
      user: 'admin',
      database: 'dev',
      relation: () => ({
        schema: 'public',
        columns: [
          { name: 'a', type: 'int4' },
          { name: 's', type: 'super' },
        ],
      }),
    };
    for (const text of [
      'SELECT a, count(*) FROM t WHERE a > 1 GROUP BY a ORDER BY 1 DESC LIMIT 3',
      `SELECT s.k[0].n::int, JSON_EXTRACT_PATH_TEXT('{}', 'a', true) FROM t`,
      `SELECT TIMESTAMP 'epoch' + (floor(extract(epoch FROM sysdate) / 5) * 5)::bigint * INTERVAL '1 second' FROM t`,
      'SELECT x.a FROM t x LEFT JOIN (SELECT max(a) AS a FROM t GROUP BY a) y ON x.a = y.a',
      'SELECT sum(a) OVER (PARTITION BY a ORDER BY a ROWS UNBOUNDED PRECEDING) FROM t UNION ALL SELECT 1',
      `SELECT decode(a, 1, 'x', 'y'), nvl2(a, 1, 2), 'a' || a, a BETWEEN 1 AND 2 FROM t`,
    ]) {
      const { sql } = await translate(text, resolver);
      // polyglot reads Redshift; what is printed for DuckDB must survive another turn in words that both know.
      const again = printStatement(polyglot, parseStatement(polyglot, sql));
      expect(printStatement(polyglot, parseStatement(polyglot, again))).toBe(again);
    }
  });
});

describe('JSON', () => {
  it('SUPER is navigated as JavaScript does', async () => {
    await fc.assert(
      fc.asyncProperty(json, steps, async (document, wanted) => {
        const path = stepsInto(document, wanted);
        const written = path.map((step) => (typeof step === 'number' ? `[${step}]` : `."${step}"`)).join('');
        const text = quoted(JSON.stringify(document));
        const value = await engine.value(`SELECT d.doc${written} FROM (SELECT JSON_PARSE(${text}) AS doc) d`);
        const expected = walk(document, path);
        expect(value === null ? undefined : JSON.parse(value as string)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('paths read together give what each gives alone, and bytes never make a safe view fail', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      json.map((document) => Buffer.from(JSON.stringify(document))),
      json.map((document) => Buffer.from(JSON.stringify(document).slice(0, -1))),
    );
    const path = (name: string) => `JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(bytes, 'utf-8'), '${name}', true)`;
    const safe = 'WHERE CAN_JSON_PARSE(bytes) AND OCTET_LENGTH(bytes) <= 65535';
    const number = (name: string) => `TRY_CAST(NULLIF(TRIM(${path(name)}), '') AS BIGINT)`;
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 6 }), async (batch) => {
        await store(batch);
        const together = await rowsById(
          `SELECT id, ${path('a')}, ${path('b')}, ${number('a')} FROM docs ${safe}`,
        );
        const [a, b] = [
          await rowsById(`SELECT id, ${path('a')} FROM docs ${safe}`),
          await rowsById(`SELECT id, ${path('b')} FROM docs ${safe}`),
        ];
        expect(together.map((row) => row.slice(0, 3))).toEqual(a.map((row, at) => [...row, b[at]?.[1]]));
      }),
      { numRuns: 15 },
    );
  });
});
