import { golden } from './cases.js';

golden(
  'text, date and aggregate functions',
  {
    'String functions': [
      [`substring('caterpillar', 6, 4), substring('caterpillar' from 6 for 4)`, ['pill', 'pill']],
      [`substring('caterpillar', -2, 4)`, 'c'],
      [`left('hello', 2), right('hello', 2), left('hello', -2)`, ['he', 'lo', 'hel']],
      [`charindex('fish', 'dogfish'), strpos('dogfish', 'fish'), position('fish' in 'dogfish')`, [4, 4, 4]],
      [`split_part('abc$def$ghi', '$', 2), split_part('a', '$', 5)`, ['def', '']],
      [`lpad('datediff', 13, 'xy'), rpad('cat', 2), lpad('cat', 5)`, ['xyxyxdatediff', 'ca', '  cat']],
      [
        `trim('  a '), trim('x' from 'xax'), btrim('xax', 'x'), ltrim('0012', '0'), rtrim('a  ')`,
        ['a', 'a', 'a', '12', 'a'],
      ],
      [`len('äö'), octet_length('äö'), length('ab '), char_length('ab')`, [2, 4, 3, 2]],
      [`initcap('nEW yorK'), upper('a'), lower('B'), reverse('abc')`, ['New York', 'A', 'b', 'cba']],
      [`translate('mint tea', 'inea', 'osin'), replace('abc', 'b', 'x')`, ['most tin', 'axc']],
      [`repeat('ab', 2), replicate('ab', 2), ascii('amazon'), chr(42)`, ['abab', 'abab', 97, '*']],
      [`concat('a', 'b'), concat(1, 2)`, ['ab', '12']],
      [`upper(1), length(12345), substring(12345, 2, 2), trim(7)`, ['1', 5, '23', '7']],
      [`quote_literal('it''s'), quote_ident('a"b')`, [`'it''s'`, '"a""b"']],
      [`regexp_replace('the fox', 'FOX', 'quick brown fox', 1, 'i')`, 'the quick brown fox'],
      [`regexp_substr('the fox', '[a-z]+', 1, 2), regexp_instr('a1b', '[0-9]')`, ['fox', 2]],
      [`regexp_count('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}')`, 8],
    ],
    'Hash and conversion functions': [
      [`md5('Amazon Redshift')`, 'f7415e33f972c03abd4f3fed36748f7a'],
      [`sha1('Amazon Redshift') = func_sha1('Amazon Redshift'), len(sha2('x', 256))`, [true, 64]],
      [`strtol('0xf', 16), strtol('abcd1234', 16), strtol('110101', 2)`, [15, 2882343476, 53]],
      [`to_hex(2147676847), from_varbyte(to_varbyte('abc', 'utf8'), 'utf-8')`, ['8002f2af', 'abc']],
    ],
    'DATEADD function': [
      [`dateadd(month, 18, '2008-02-28')`, '2009-08-28 00:00:00'],
      [`dateadd(month, 1, date '2026-01-31')`, '2026-02-28 00:00:00'],
      [`dateadd(minutes, 5, timestamp '2026-01-01 00:00:00')`, '2026-01-01 00:05:00'],
      [`dateadd(w, 1, date '2026-01-01')`, '2026-01-08 00:00:00'],
    ],
    'DATEDIFF function': [
      [`datediff(week, '2009-01-01', '2009-12-31')`, 52],
      [`datediff(qtr, '1998-07-01', '2008-08-01')`, 40],
      [`datediff(day, '2026-01-01 23:00:00', '2026-01-02 01:00:00')`, 1],
      [`datediff(year, '2025-12-31', '2026-01-01')`, 1],
      [`datediff(hour, '2009-12-30 00:59:00', '2009-12-30 01:01:00')`, 1],
    ],
    'DATE_TRUNC function': [
      [`date_trunc('month', timestamp '2026-11-24 13:14:15')`, '2026-11-01 00:00:00'],
      [`date_trunc('week', timestamp '2026-11-24 13:14:15')`, '2026-11-23 00:00:00'],
      [`date_trunc('minute', timestamp '2026-11-24 13:14:15')`, '2026-11-24 13:14:00'],
    ],
    'EXTRACT and DATE_PART functions': [
      [`extract(dow from date '2026-11-24'), extract(week from date '2026-11-24')`, [2, 48]],
      [
        `extract(quarter from date '2026-11-24'), extract(hour from timestamp '2026-11-24 13:00:00')`,
        [4, 13],
      ],
      [`extract(s from timestamp '2026-11-24 13:00:07.250')`, 7],
      [`date_part(year, date '2026-11-24'), pgdate_part('day', date '2026-11-24')`, [2026, 24]],
    ],
    'TO_CHAR, TO_DATE and TO_TIMESTAMP': [
      [
        `to_char(timestamp '2009-12-31 23:15:59', 'MONTH-DY-DD-YYYY HH12:MIPM')`,
        'DECEMBER -THU-31-2009 11:15PM',
      ],
      [`to_char(timestamp '2009-12-31 23:15:59', 'FMMonth DD, Q')`, 'December 31, 4'],
      [`to_char(timestamp '2026-11-24 13:14:15', 'YYYY-MM-DD HH24:MI:SS')`, '2026-11-24 13:14:15'],
      [`to_date('02 Oct 2001', 'DD Mon YYYY')`, '2001-10-02'],
      [`to_timestamp('2011-12-18 23:38:15', 'YYYY-MM-DD HH24:MI:SS')`, '2011-12-18 23:38:15+00'],
    ],
    'Other date functions': [
      [`convert_timezone('America/New_York', '2026-07-01 12:00:00')`, '2026-07-01 08:00:00'],
      [`convert_timezone('UTC', 'Australia/Sydney', timestamp '2026-11-24 00:00:00')`, '2026-11-24 11:00:00'],
      [`last_day(date '2026-02-10'), next_day('2014-08-20', 'Tuesday')`, ['2026-02-28', '2014-08-26']],
      [
        `add_months('2008-03-31', 1), months_between('1969-01-18', '1969-03-18')`,
        ['2008-04-30 00:00:00', -2],
      ],
      [`trunc(timestamp '2026-11-24 13:14:15'), '2026-01-02'::date - '2026-01-01'::date`, ['2026-11-24', 1]],
      [
        `getdate() <= sysdate, datediff(s, getdate(), sysdate) <= 1, current_date = trunc(sysdate)`,
        [true, true, true],
      ],
    ],
    'LISTAGG function': [
      [`SELECT listagg(b, ', ') WITHIN GROUP (ORDER BY a DESC) FROM t`, 'two, one'],
      [
        `SELECT listagg(DISTINCT x, '|') WITHIN GROUP (ORDER BY x) FROM (SELECT 'x' AS x UNION ALL SELECT 'y' UNION ALL SELECT 'x') y`,
        'x|y',
      ],
    ],
    'MEDIAN and PERCENTILE functions': [
      [`SELECT median(a), percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t WHERE a < 3`, [1.5, 1.5]],
      [`SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY a) FROM t`, 2],
      [`SELECT approximate percentile_disc(0.5) WITHIN GROUP (ORDER BY a) FROM t`, 2],
      [`SELECT APPROXIMATE COUNT(DISTINCT a) FROM t`, 3],
      [
        `SELECT stddev(a), variance(a), stddev_pop(a) > 0.8, bool_or(a > 2), count(DISTINCT b) FROM t`,
        [1, 1, true, true, 2],
      ],
      [`SELECT avg(a::decimal(10,2)), sum(a::bigint) FROM t`, ['2.00', '6']],
    ],
    'Window functions, TOP, QUALIFY, PIVOT': [
      [`SELECT TOP 2 a FROM t ORDER BY a DESC`, [[3], [2]]],
      [`SELECT a, row_number() OVER (ORDER BY a) AS n FROM t QUALIFY n = 2`, [[2, 2]]],
      [`SELECT sum(a) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING) FROM t ORDER BY a`, [[1], [3], [6]]],
      [
        `SELECT lag(a) OVER (ORDER BY a), lead(a, 1) OVER (ORDER BY a), rank() OVER (ORDER BY a), ntile(2) OVER (ORDER BY a) FROM t ORDER BY a`,
        [
          [null, 2, 1, 1],
          [1, 3, 2, 1],
          [2, null, 3, 2],
        ],
      ],
      [
        `SELECT first_value(a) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING), ratio_to_report(a) OVER () FROM t ORDER BY a LIMIT 1`,
        [[1, 1 / 6]],
      ],
      [
        `SELECT * FROM (SELECT 'a' AS k, 1 AS v UNION ALL SELECT 'b', 2) PIVOT (sum(v) FOR k IN ('a', 'b'))`,
        [['1', '2']],
      ],
    ],
    'System information functions': [
      [`current_user, current_database(), current_schema()`, ['admin', 'dev', 'public']],
    ],
  },
  {
    'Functions with arguments that do not fit': [
      [`SELECT date_trunc('fortnight', getdate())`, '22023', 'timestamp units "fortnight" not recognized'],
      [
        `SELECT convert_timezone('Nowhere/City', getdate())`,
        '22023',
        'time zone "Nowhere/City" not recognized',
      ],
      [`SELECT split_part('a', '$', 0)`, '22023', 'field position must be greater than zero'],
      [`SELECT substring('abc', 2, -1)`, '22023', 'negative substring length not allowed'],
      [`SELECT upper(1, 2)`, '42883', 'function upper(integer, integer) does not exist'],
      [`SELECT regexp_substr('a', '(')`, '22023', 'Invalid regular expression: missing ): ('],
    ],
    'Not here, and refused by name': [
      [`SELECT crc32('x')`, '0A000', 'the function CRC32 is not supported by the local Redshift'],
      [`SELECT hll(a) FROM t`, '0A000', 'the function HLL is not supported by the local Redshift'],
      [`SELECT st_point(1, 2)`, '0A000', 'the function ST_POINT is not supported by the local Redshift'],
      [
        `SELECT to_char(125.8, '999D99')`,
        '0A000',
        'TO_CHAR of anything but a date or a timestamp is not supported by the local Redshift',
      ],
      [
        `COPY t FROM 's3://x' IAM_ROLE default BZIP2`,
        '0A000',
        'COPY with BZIP2 is not supported by the local Redshift',
      ],
      [`UNLOAD ('select 1') TO 's3://x'`, '0A000', 'UNLOAD is not supported by the local Redshift'],
      [
        `SELECT * FROM (SELECT 1 AS red, 2 AS green) UNPIVOT (cnt FOR color IN (red, green))`,
        '0A000',
        '"unpivot" in FROM is not supported by the local Redshift',
      ],
    ],
    "DuckDB's own, which Redshift does not know": [
      [`SELECT list_value(1)`, '42883', 'function list_value(integer) does not exist'],
      [
        `SELECT * FROM read_csv('/etc/passwd')`,
        '0A000',
        '"function" in FROM is not supported by the local Redshift',
      ],
      [`SELECT * FROM '/etc/passwd'`, '42P01', 'relation "/etc/passwd" does not exist'],
      [`SELECT [1, 2]`, '42601', 'syntax error at or near "["'],
      [`PRAGMA version`, '42601', 'syntax error at or near "PRAGMA"'],
      [`ATTACH 'x.db'`, '42601', 'syntax error at or near "ATTACH"'],
    ],
  },
);
