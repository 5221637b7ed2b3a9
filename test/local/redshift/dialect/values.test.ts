import { golden } from './cases.js';

golden(
  'values and casts',
  {
    'Data type formatting: CAST and ::': [
      [`' 42 '::int`, 42],
      [`1.5::int, 2.5::int`, [2, 3]],
      [`'12.345'::decimal(10,2)`, '12.35'],
      [`'yes'::bool, 'f'::bool, 1::bool`, [true, false, true]],
      [`'abcdef'::varchar(3), 'äöü'::varchar(3)`, ['abc', 'ä']],
      [`'12:30:00'::time, '2026-01-01'::date`, ['12:30:00', '2026-01-01']],
      [`CAST('7' AS smallint) + 1`, 8],
    ],
    'Numeric calculations and mathematical operators': [
      [`7/2, -7/2, 7%3`, [3, -3, 1]],
      [`7/2.0::float`, 3.5],
      [`2^10, 2*3, 5-7`, [1024, 6, -2]],
    ],
    'ORDER BY clause: NULLs last, first when descending': [
      [
        `SELECT a FROM (SELECT 2 AS a UNION ALL SELECT NULL UNION ALL SELECT 1) x ORDER BY a`,
        [[1], [2], [null]],
      ],
      [
        `SELECT a FROM (SELECT 2 AS a UNION ALL SELECT NULL UNION ALL SELECT 1) x ORDER BY a DESC`,
        [[null], [2], [1]],
      ],
      [`SELECT a FROM (SELECT 2 AS a UNION ALL SELECT NULL) x ORDER BY a NULLS FIRST`, [[null], [2]]],
    ],
    'Conditions: LIKE, SIMILAR TO, POSIX, BETWEEN, IN, NULL': [
      [`'abc' LIKE 'A%', 'abc' ILIKE 'A%'`, [false, true]],
      [`'abc' SIMILAR TO '(a|b)%', 'abc' ~ 'b', 'ABC' ~* 'b'`, [true, true, true]],
      [`'a%' LIKE 'a^%' ESCAPE '^'`, true],
      [`2 BETWEEN 1 AND 3, 1 IN (1, 2), 1 <> 2, 1 != 2`, [true, true, true, true]],
      [`true AND NULL, NULL IS NULL, NOT true`, [null, true, false]],
      [`SELECT count(*) FROM t WHERE a = '2'`, 1],
    ],
    'NVL, COALESCE, DECODE, NVL2, NULLIF, GREATEST, LEAST': [
      [`nvl(NULL, 2), coalesce(NULL, 'x')`, [2, 'x']],
      [
        `decode(2, 1, 'one', 2, 'two', 'other'), decode(NULL, NULL, 'null', 'not'), decode(3, 1, 'a')`,
        ['two', 'null', null],
      ],
      [`nvl2(NULL, 1, 2), nvl2(5, 1, 2)`, [2, 1]],
      [`nullif(1, 1), nullif(1, 2)`, [null, 1]],
      [`greatest('violet', 'red'), least(3, 1, NULL), greatest(NULL, 2)`, ['violet', 1, 2]],
    ],
    'Comments, strings and delimited identifiers': [
      [`SELECT a /* a /* nested */ comment */ FROM t -- trailing\n WHERE a = 1`, 1],
      [`'it''s', 'a' || 1, 'a' || NULL`, ["it's", 'a1', null]],
      [`SELECT "A" FROM "T" WHERE a = 1`, 1],
    ],
    'Math functions': [
      [`round(2.5), round(-2.5), round(28.05, 1)`, ['3', '-3', '28.1']],
      [`trunc(115.89), trunc(115.89, 1), trunc(0.29, 2)`, ['115', '115.8', '0.29']],
      [`ceil(1.2), ceiling(1.2), floor(-1.2)`, ['2', '2', '-2']],
      [`abs(-3), sign(-5), mod(10, 3)`, [3, -1, 1]],
      [`sqrt(16), power(2, 10), exp(0), ln(1), log(100), dlog10(100)`, [4, 1024, 1, 0, 2, 2]],
      [`degrees(pi()), radians(0), cos(0), sin(0), atan2(0, 1)`, [180, 0, 1, 0, 0]],
      [`random() < 1, random() >= 0`, [true, true]],
    ],
  },
  {
    'Data type formatting: CAST and ::': [
      [`SELECT '1.5'::bigint`, '22P02', 'invalid input syntax for integer: "1.5"'],
      [`SELECT 'abc'::int`, '22P02', 'invalid input syntax for integer: "abc"'],
      [`SELECT ''::int`, '22P02', 'invalid input syntax for integer: ""'],
      [`SELECT '99999999999'::int`, '22003', 'value "99999999999" is out of range for type integer'],
      [`SELECT 3000000000::int`, '22003', 'Value out of range for 4 bytes.'],
      [`SELECT b::int FROM t`, '22P02', `Invalid digit, Value 'o', Pos 0, Type: Integer`],
      [
        `SELECT x::bigint FROM (SELECT '1.5' || '' AS x) y`,
        '22P02',
        `Invalid digit, Value '.', Pos 1, Type: Long`,
      ],
      [`SELECT x::int FROM (SELECT '99999999999' || '' AS x) y`, '22003', 'Value out of range for 4 bytes.'],
      [`SELECT 12345.6::decimal(5,2)`, '22003', 'Numeric data overflow (result precision)'],
      [`SELECT 'abc'::float`, '22P02', `Invalid digit, Value 'a', Pos 0, Type: Double`],
      [`SELECT 'maybe'::bool`, '22P02', 'invalid input syntax for type boolean: "maybe"'],
      [`SELECT '2026-13-01'::date`, '22007', 'invalid input syntax for type date: "2026-13-01"'],
      [`SELECT 'nonsense'::timestamp`, '22007', 'invalid input syntax for type timestamp: "nonsense"'],
      [`SELECT a::hugeint FROM t`, '42704', 'type "hugeint" does not exist'],
      [`SELECT 2147483647 + 1`, '22003', 'Value out of range for 4 bytes.'],
      [`SELECT 9223372036854775807 + 1`, '22003', 'Value out of range for 8 bytes.'],
    ],
    'Numeric calculations and mathematical operators': [
      [`SELECT 1/0`, '22012', 'Divide by zero'],
      [`SELECT a/(a-a) FROM t`, '22012', 'Divide by zero'],
      [`SELECT 1.0/0`, '22012', 'Divide by zero'],
      [`SELECT mod(5, 0)`, '22012', 'Divide by zero'],
      [`SELECT ln(0)`, '22023', 'cannot take logarithm of zero'],
      [`SELECT sqrt(-1)`, '22023', 'cannot take square root of a negative number'],
      [`SELECT true + 1`, '42883', 'operator does not exist: boolean + integer'],
    ],
  },
);
