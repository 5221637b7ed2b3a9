import { golden } from './cases.js';

// Every construct of the dashboard's queries, the Grafana macros and sql/*.sql.
golden('what the dashboard and the SQL steps use', {
  'Using epoch in TIMESTAMP (EXTRACT function)': [
    [`extract(epoch FROM timestamp '2026-11-24 00:00:07')`, 1795478407],
    [`extract(epoch FROM '2026-11-24 00:00:01.5'::timestamptz)`, 1795478401.5],
    [`TIMESTAMP 'epoch' + 1790000005::bigint * INTERVAL '1 second'`, '2026-09-21 14:13:25'],
    [
      `TIMESTAMP 'epoch' + (floor(extract(epoch FROM timestamp '2026-11-24 00:00:07') / (5000 / 1000)) * (5000 / 1000))::bigint * INTERVAL '1 second'`,
      '2026-11-24 00:00:05',
    ],
    [`floor(extract(epoch from timestamp '2026-11-24 00:00:07')/300)*300 AS "time"`, 1795478400],
  ],
  'BETWEEN range condition': [
    [`timestamp '2026-11-24 00:00:07' BETWEEN '2026-11-24T00:00:00Z' AND '2026-11-24T00:05:00Z'`, true],
    [`timestamp '2026-11-24 00:05:01' BETWEEN '2026-11-24T00:00:00Z' AND '2026-11-24T00:05:00Z'`, false],
    [`1795478407 >= 1795478400 AND 1795478407 <= 1795478700`, true],
  ],
  'COUNT, SUM and AVG functions': [
    [
      `SELECT sum(a), sum(a) - sum(a), avg(a::float), count(b), count(*), count(1) FROM t`,
      [6, 0, 2, 2, 3, 3],
    ],
    [
      `SELECT count(CASE WHEN b = 'one' THEN 1 END), count(*) - count(CASE WHEN b = 'one' THEN 1 END) FROM t`,
      [1, 2],
    ],
    [`SELECT sum(a) FROM t WHERE a > 9`, null],
    [`SELECT avg(a) FROM (SELECT 1 AS a UNION ALL SELECT 2) t`, 1],
    [`SELECT max(b), min(b) FROM t`, ['two', 'one']],
  ],
  'JSON_EXTRACT_PATH_TEXT function': [
    [`JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}', 'f4', 'f6')`, 'star'],
    [`JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1}}', 'f2')`, '{"f3":1}'],
    [`JSON_EXTRACT_PATH_TEXT('{"f2":1}', 'f4')`, null],
    [`JSON_EXTRACT_PATH_TEXT('{"f2":null}', 'f2')`, null],
    [`JSON_EXTRACT_PATH_TEXT('garbage', 'f4', true)`, null],
    [
      `JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(TO_VARBYTE('{"a":"x"}', 'utf8'), 'utf-8'), 'a', true)::VARCHAR(50)`,
      'x',
    ],
  ],
  'TRY_CAST, NULLIF and TRIM functions': [
    [`TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT('{"a":" 12 "}', 'a', true)), '') AS BIGINT)`, 12],
    [`TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT('{"a":"x"}', 'a', true)), '') AS FLOAT)`, null],
    [`TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT('{"a":""}', 'a', true)), '') AS INT)`, null],
    [`TRY_CAST('1.5' AS bigint)`, null],
    [`TRY_CAST('1.5' AS float)`, 1.5],
    [`TRY_CAST('99999999999' AS int)`, null],
    [`TRY_CAST('2026-02-30' AS date)`, null],
  ],
  'OCTET_LENGTH function': [
    [`OCTET_LENGTH('é')`, 2],
    [`OCTET_LENGTH(TO_VARBYTE('abc', 'utf8')) <= 65535`, true],
  ],
  'Querying semi-structured data': [
    [
      `SELECT count(1), s.STATE::VARCHAR FROM t GROUP BY s.STATE ORDER BY 1`,
      [
        [1, 'NSW'],
        [2, null],
      ],
    ],
    [
      `SELECT count(1), s.state::VARCHAR FROM t GROUP BY s.state::VARCHAR ORDER BY 1`,
      [
        [1, 'NSW'],
        [2, null],
      ],
    ],
    [`SELECT max(s.state::varchar(50)) FROM t GROUP BY s.k.n::INT ORDER BY 1`, [['NSW'], [null]]],
    [`SELECT x.a FROM t x INNER JOIN t y ON x.s.k.n::INT = y.a + 6 ORDER BY count(1) OVER () DESC`, [[1]]],
  ],
  'GROUP BY and ORDER BY clauses': [
    [
      `SELECT a AS x, count(*) FROM t GROUP BY 1 ORDER BY 1 LIMIT 2`,
      [
        [1, 1],
        [2, 1],
      ],
    ],
    [`SELECT b FROM t WHERE b IS NOT NULL ORDER BY a DESC, b DESC`, [['two'], ['one']]],
    [
      `SELECT count(*) FROM t os LEFT JOIN (SELECT a AS userid, max(b) AS name FROM t GROUP BY a) cs ON cs.userid = os.a`,
      3,
    ],
  ],
  'ABS function': [[`CASE WHEN ABS(-5.5::float) < 1000000000 THEN 'in' END`, 'in']],
  'CURRENT_TIMESTAMP less a timestamp': [
    [`current_timestamp - (current_timestamp - interval '90 seconds')`, '00:01:30'],
  ],
});
