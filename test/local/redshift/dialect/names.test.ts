import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { golden } from './cases.js';
import { type Engine, openEngine } from './engine.js';

golden(
  'SUPER and JSON',
  {
    'Navigation (Querying semi-structured data)': [
      [
        'SELECT s.k.n, s.l[0], s.l[1]::varchar, s.l[2].x::int, s.nope.deeper FROM t WHERE a = 1',
        ['7', '1', 'two', 3, null],
      ],
      ['SELECT s.k.n + 1, s.k.n::int + 1, s.l[1]::int FROM t WHERE a = 1', [8, 8, null]],
      ['SELECT a FROM t WHERE s.k.n = 7', 1],
      ['SELECT s."State" FROM t WHERE a = 1', '"NSW"'],
    ],
    'Unnesting queries': [
      [
        'SELECT t.a, e FROM t, t.s AS e WHERE a = 2 ORDER BY e::int',
        [
          [2, '1'],
          [2, '2'],
        ],
      ],
      ['SELECT x.a, e.x::int + 1 FROM t x, x.s.l e WHERE e.x IS NOT NULL', [[1, 4]]],
      [
        'SELECT e, i FROM t, t.s.l AS e AT i ORDER BY i',
        [
          ['1', 0],
          ['"two"', 1],
          ['{"x":3}', 2],
        ],
      ],
    ],
    'SUPER type information functions': [
      [
        'SELECT json_typeof(s), is_object(s), is_array(s), get_array_length(s) FROM t WHERE a = 2',
        ['array', false, true, 2],
      ],
      ['SELECT json_serialize(s), json_size(s) FROM t WHERE a = 2', ['[1,2]', 5]],
      [
        `array(1, 'foo'), array_concat(array(1), array(2)), subarray(array('a', 'b', 'c'), 0, 2)`,
        ['[1,"foo"]', '[1,2]', '["a","b"]'],
      ],
      [`split_to_array('12|345', '|'), object('a', 1)`, ['["12","345"]', '{"a":1}']],
    ],
    'JSON_PARSE and CAN_JSON_PARSE functions': [
      [`JSON_PARSE('5'), JSON_PARSE('null'), JSON_PARSE('[1, 2]')`, ['5', 'null', '[1, 2]']],
      [
        `CAN_JSON_PARSE('[10001,10002,"abc"]'), CAN_JSON_PARSE('5'), CAN_JSON_PARSE(NULL)`,
        [true, true, null],
      ],
      [
        `CAN_JSON_PARSE('{'), CAN_JSON_PARSE(''), CAN_JSON_PARSE('{"a":NaN}'), CAN_JSON_PARSE('NaN'), CAN_JSON_PARSE('-inf')`,
        [false, false, false, false, false],
      ],
      [`CAN_JSON_PARSE(from_hex('ff'))`, false],
    ],
    'IS_VALID_JSON and IS_VALID_JSON_ARRAY: objects and arrays only': [
      [
        `IS_VALID_JSON('{"a":2}'), IS_VALID_JSON('[1]'), IS_VALID_JSON('5'), IS_VALID_JSON('{a:1}'), IS_VALID_JSON('')`,
        [true, false, false, false, false],
      ],
      [`IS_VALID_JSON_ARRAY('[1,2]'), IS_VALID_JSON_ARRAY('{}'), IS_VALID_JSON(NULL)`, [true, false, null]],
    ],
    'JSON_EXTRACT_ARRAY_ELEMENT_TEXT and JSON_ARRAY_LENGTH functions': [
      [
        `json_extract_array_element_text('[111,112,113]', 2), json_extract_array_element_text('[1]', 5)`,
        ['113', null],
      ],
      [`json_extract_array_element_text('["a",["b",1,["c",2,3,null,]]]', 1, true)`, null],
      [
        `json_array_length('[11,12,13,{"f1":21,"f2":[25,26]},14]'), json_array_length('[11,12', true)`,
        [5, null],
      ],
    ],
  },
  {
    'JSON that is none': [
      [`SELECT JSON_PARSE('{"a":1')`, '22023', 'JSON parsing error'],
      [`SELECT JSON_EXTRACT_PATH_TEXT('garbage', 'f4')`, '22023', 'JSON parsing error'],
      [`SELECT json_array_length('[11,12')`, '22023', 'JSON parsing error'],
      [`SELECT json_extract_array_element_text('["a",["b",1,]]', 1)`, '22023', 'JSON parsing error'],
    ],
    'Names and syntax': [
      ['SELECT * FROM nope', '42P01', 'relation "nope" does not exist'],
      ['SELECT * FROM public.nope', '42P01', 'relation "public.nope" does not exist'],
      ['SELECT nope FROM t', '42703', 'column "nope" does not exist in t'],
      ['SELECT t.nope FROM t', '42703', 'column t.nope does not exist'],
      ['SELECT x.a FROM t', '42P01', 'relation "x" does not exist'],
      ['SELECT a FROM t x JOIN t y ON x.a = y.a', '42702', 'column reference "a" is ambiguous'],
      ['SELEC 1', '42601', 'syntax error at or near "SELEC"'],
      ['SELECT 1 FROM )', '42601', 'syntax error at or near ")"'],
      ['SELECT 1 +', '42601', 'syntax error at end of input'],
      ['SELECT (1', '42601', 'syntax error at end of input'],
      [`SELECT 'abc`, '42601', `unterminated quoted string at or near "'abc"`],
      ['SELECT nofunc(1)', '42883', 'function nofunc(integer) does not exist'],
    ],
    'Queries that do not hold together': [
      [
        'SELECT a FROM t GROUP BY b',
        '42803',
        'column "a" must appear in the GROUP BY clause or be used in an aggregate function',
      ],
      ['SELECT a FROM t WHERE sum(a) > 1', '42803', 'aggregates not allowed in WHERE clause'],
      ['SELECT sum(sum(a)) FROM t', '42803', 'aggregate function calls may not be nested'],
      ['SELECT (SELECT a FROM t)', '42601', 'single-row subquery returns more than one row'],
      [
        'SELECT a FROM t UNION SELECT b FROM t',
        '42804',
        'UNION types integer and character varying cannot be matched',
      ],
      [
        'SELECT coalesce(a, b) FROM t',
        '42804',
        'COALESCE types integer and character varying cannot be matched',
      ],
      [`SELECT a = 'x' FROM t`, '22P02', 'invalid input syntax for integer: "x"'],
      ['SELECT a FROM t LIMIT -1', '22023', 'LIMIT must not be negative'],
    ],
  },
);

describe('names of columns', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = openEngine();
    await engine.query('CREATE TABLE t (a INT, s SUPER)');
    await engine.query('CREATE USER stranger PASSWORD DISABLE');
  });
  afterAll(() => engine?.close());

  it.each([
    ['count(*), count(1), sum(a), avg(a), max(a)', ['count', 'count', 'sum', 'avg', 'max']],
    [`1, 'x', 1 + 1, a IS NULL`, ['?column?', '?column?', '?column?', '?column?']],
    ['a::int, 1::int, s.k.n, s.l[0]::varchar', ['a', 'int4', 'n', 'l']],
    [
      'CASE WHEN true THEN 1 END, coalesce(1, 2), nvl(1, 2), nvl2(1, 2, 3)',
      ['case', 'coalesce', 'coalesce', 'case'],
    ],
    ['getdate(), sysdate, current_timestamp, current_date', ['getdate', 'timestamp', 'timestamptz', 'date']],
    [
      `extract(year from sysdate), date_part('year', sysdate), dateadd(day, 1, sysdate)`,
      ['date_part', 'pgdate_part', 'date_add'],
    ],
    ['A AS FooBar, a AS "Mixed Case", upper(a) AS "select"', ['foobar', 'mixed case', 'select']],
    [`trim(a), position('1' in a), row_number() OVER ()`, ['btrim', 'strpos', 'row_number']],
  ])('%s', async (list, names) => {
    const grouped = /count|sum/.test(list) ? '' : ' WHERE a = 1';
    const { columns } = await engine.query(`SELECT ${list} FROM t${grouped}`);
    expect(columns.map((column) => column.name)).toEqual(names);
  });

  it('a stranger is told what is denied', async () => {
    const { sqlState, message } = (await engine.failure('SELECT * FROM t', 'stranger')) ?? {};
    expect([sqlState, message]).toEqual(['42501', 'permission denied for relation t']);
  });
});
