/** Settings that make DuckDB count and sort as Redshift does; run on every connection. */
export const settings: string[] = [
  'SET integer_division = true',
  "SET default_null_order = 'nulls_last_on_asc_first_on_desc'",
  "SET TimeZone = 'UTC'",
];

/** What a value that is not JSON to Redshift may hold, though DuckDB reads it: NaN, infinities, trailing commas. */
const LOOSE = String.raw`(?:^|[:,\[])\s*-?(?i:nan|inf(?:inity)?)\s*(?:[,\]}]|$)|,\s*[\]}]`;
/** A quick look for any of it, anywhere: each of these has a fixed beginning, which is what the regex engine is fast at. */
const SUSPECT = ['(?i)nan', '(?i)inf', String.raw`,\s*[\]}]`]
  .map((pattern) => `regexp_matches(t, '${pattern}')`)
  .join(' OR ');
const STRINGS = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;

const integer = (name: string, type: string, duckdb: string): string[] => [
  String.raw`rs_text_${name}(x) AS CASE WHEN x IS NULL THEN NULL WHEN regexp_full_match(x, '\s*[+-]?\d+\s*') THEN CAST(x AS ${duckdb}) ELSE error(rs_bad_digit(x, '${type}')) END`,
  String.raw`rs_try_text_${name}(x) AS CASE WHEN regexp_full_match(x, '\s*[+-]?\d+\s*') THEN TRY_CAST(x AS ${duckdb}) END`,
  `rs_super_${name}(j) AS CASE json_type(j) WHEN 'VARCHAR' THEN rs_try_text_${name}(j->>'$') WHEN 'DOUBLE' THEN TRY_CAST(TRY_CAST(j->>'$' AS DECIMAL(38,10)) AS ${duckdb}) WHEN 'BOOLEAN' THEN CAST(j->>'$' = 'true' AS ${duckdb}) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL ELSE TRY_CAST(j->>'$' AS ${duckdb}) END`,
];

const definitions: string[] = [
  // Text and bytes.
  'rs_text(x) AS x',
  'rs_utf8(b) AS TRY(decode(b))',
  'rs_is_utf8(b) AS CASE WHEN b IS NOT NULL THEN TRY(decode(b)) IS NOT NULL END',
  `rs_from_varbyte(b) AS CASE WHEN b IS NULL THEN NULL WHEN octet_length(b) > 65535 THEN error('value too long for type character varying(65535)') ELSE coalesce(rs_utf8(b), error('String contains invalid or unsupported UTF8 codepoints.')) END`,
  `rs_varchar(x, n) AS CASE WHEN strlen(x) <= n THEN x WHEN strlen(x) = length(x) THEN left(x, n) ELSE left(x, CAST(list_count(list_filter(range(1, n + 1), i -> strlen(left(x, i)) <= n)) AS BIGINT)) END`,
  "rs_substring(s, start) AS CASE WHEN start > 0 THEN substr(s, start) ELSE s END, (s, start, n) AS CASE WHEN n < 0 THEN error('negative substring length not allowed') WHEN start > 0 THEN substr(s, start, n) WHEN start + n > 1 THEN substr(s, 1, start + n - 1) ELSE CASE WHEN s IS NOT NULL AND start IS NOT NULL AND n IS NOT NULL THEN '' END END",
  'rs_subbytes(b, start, n) AS unhex(substr(hex(b), (start - 1) * 2 + 1, coalesce(n, octet_length(b)) * 2))',
  String.raw`rs_initcap(s) AS array_to_string(list_transform(regexp_extract_all(s, '[\pL\pN]+|[^\pL\pN]+'), w -> upper(left(w, 1)) || lower(substr(w, 2))), '')`,
  'rs_any_text(x) AS CAST(x AS VARCHAR)',
  String.raw`rs_float_text(x) AS regexp_replace(CAST(x AS VARCHAR), '\.0$', '')`,
  "rs_quote_ident(s) AS '\"' || replace(s, '\"', '\"\"') || '\"'",
  "rs_quote_literal(s) AS '''' || replace(s, '''', '''''') || ''''",
  "rs_regexp_substr(s, p, n) AS CASE WHEN s IS NOT NULL AND p IS NOT NULL THEN coalesce(regexp_extract_all(s, p)[n], '') END",
  'rs_regexp_instr(s, p) AS CAST(CASE WHEN regexp_matches(s, p) THEN strpos(s, regexp_extract(s, p)) WHEN s IS NOT NULL THEN 0 END AS INTEGER)',
  String.raw`rs_similar(p) AS replace(replace(regexp_replace(p, '([.^$\\])', '\\\1', 'g'), '%', '.*'), '_', '.')`,
  "rs_split_part(s, d, n) AS CASE WHEN n > 0 THEN split_part(s, d, n) WHEN n IS NOT NULL THEN error('field position must be greater than zero') END",
  "rs_digits(s, b) AS CASE WHEN s IS NULL OR b IS NULL THEN NULL WHEN list_contains(list_transform(string_split(lower(ltrim(s, '+-')), ''), c -> strpos(left('0123456789abcdefghijklmnopqrstuvwxyz', b), c)), 0) OR s = '' THEN error('The input ' || s || ' is not valid to be converted to base ' || b) ELSE list_reduce(list_prepend(CAST(0 AS BIGINT), list_transform(string_split(lower(ltrim(s, '+-')), ''), c -> CAST(strpos('0123456789abcdefghijklmnopqrstuvwxyz', c) - 1 AS BIGINT))), (a, d) -> a * b + d) * CASE WHEN starts_with(s, '-') THEN -1 ELSE 1 END END",
  "rs_strtol(s, b) AS rs_digits(CASE WHEN b = 16 AND regexp_matches(s, '^[+-]?0[xX]') THEN regexp_replace(s, '0[xX]', '') ELSE s END, b)",
  'rs_to_hex(x) AS lower(hex(x))',
  'rs_from_hex(s) AS unhex(s)',
  // Casts of text.
  String.raw`rs_bad_digit(x, t) AS 'Invalid digit, Value ''' || left(regexp_replace(x, '^\s*[+-]?\d*', ''), 1) || ''', Pos ' || (length(x) - length(regexp_replace(x, '^\s*[+-]?\d*', ''))) || ', Type: ' || t`,
  ...integer('int2', 'Short', 'SMALLINT'),
  ...integer('int4', 'Integer', 'INTEGER'),
  ...integer('int8', 'Long', 'BIGINT'),
  `rs_try_text_float(x) AS CASE WHEN NOT contains(x, '_') THEN TRY_CAST(x AS DOUBLE) END`,
  "rs_text_float(x) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce(rs_try_text_float(x), error(rs_bad_digit(x, 'Double'))) END",
  "rs_try_text_bool(x) AS CASE WHEN lower(trim(x)) IN ('t', 'true', 'y', 'yes', '1') THEN true WHEN lower(trim(x)) IN ('f', 'false', 'n', 'no', '0') THEN false END",
  "rs_text_bool(x) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce(rs_try_text_bool(x), error('invalid input syntax for type boolean: \"' || x || '\"')) END",
  // JSON in text: Redshift's is strict, DuckDB's reader is not.
  // A CASE, because DuckDB works out every part of an AND: the costly second look is for the few that the first one stops.
  `rs_json_ok(t) AS CASE WHEN t IS NULL THEN NULL WHEN NOT json_valid(t) THEN false WHEN ${SUSPECT} THEN NOT regexp_matches(regexp_replace(t, '${STRINGS}', '""', 'g'), '${LOOSE}') ELSE true END`,
  // What is JSON is an object or an array by its first character: cheaper than to parse it again for its type.
  String.raw`rs_is_valid_json(t) AS CASE WHEN t IS NOT NULL THEN CASE WHEN rs_json_ok(t) THEN starts_with(ltrim(t, E' \t\r\n'), '{') ELSE false END END`,
  String.raw`rs_is_valid_json_array(t) AS CASE WHEN t IS NOT NULL THEN CASE WHEN rs_json_ok(t) THEN starts_with(ltrim(t, E' \t\r\n'), '[') ELSE false END END`,
  'rs_can_json_parse(t) AS CASE WHEN t IS NOT NULL THEN rs_json_ok(t) END',
  'rs_can_json_parse_bytes(b) AS CASE WHEN b IS NOT NULL THEN coalesce(rs_json_ok(rs_utf8(b)), false) END',
  // The same on text that was decoded once. An expression with `error` in it is one that DuckDB does not move or copy:
  // without it the decoding would be done again in every place that reads the column.
  "rs_decoded(b) AS CASE WHEN octet_length(b) < 0 THEN error('') ELSE TRY(decode(b)) END",
  `rs_staged_text(t, b) AS CASE WHEN octet_length(b) > 65535 THEN error('value too long for type character varying(65535)') WHEN t IS NULL AND b IS NOT NULL THEN error('String contains invalid or unsupported UTF8 codepoints.') ELSE t END`,
  'rs_staged_is_utf8(t, b) AS CASE WHEN b IS NOT NULL THEN t IS NOT NULL END',
  'rs_staged_can_json_parse(t, b) AS CASE WHEN b IS NOT NULL THEN coalesce(rs_json_ok(t), false) END',
  "rs_staged_json_parse(t, b) AS CASE WHEN b IS NULL THEN NULL WHEN coalesce(rs_json_ok(t), false) THEN CAST(t AS JSON) ELSE error('JSON parsing error') END",
  "rs_json_path(t, p) AS CASE WHEN t IS NULL THEN NULL WHEN rs_json_ok(t) THEN json_extract_string(t, p) ELSE error('JSON parsing error') END",
  'rs_json_path_lenient(t, p) AS CASE WHEN rs_json_ok(t) THEN json_extract_string(t, p) END',
  'rs_within_bounds(l, b) AS CASE WHEN octet_length(b) <= 65535 THEN l END',
  'rs_json_paths(t, paths) AS CASE WHEN rs_json_ok(t) THEN json_extract_string(t, paths) END',
  'rs_json_members(t, members) AS CASE WHEN rs_json_ok(t) THEN json_transform(t, members) END',
  "rs_pick(l, i, t) AS CASE WHEN l IS NULL AND t IS NOT NULL THEN error('JSON parsing error') ELSE l[i] END",
  "rs_pick_bytes_lenient(l, i, b) AS CASE WHEN octet_length(b) > 65535 THEN error('value too long for type character varying(65535)') ELSE l[i] END",
  "rs_pick_bytes(l, i, b) AS CASE WHEN octet_length(b) > 65535 THEN error('value too long for type character varying(65535)') WHEN l IS NULL AND b IS NOT NULL THEN error('JSON parsing error') ELSE l[i] END",
  "rs_json_pointer(names) AS '/' || array_to_string(list_transform(names, n -> replace(replace(n, '~', '~0'), '/', '~1')), '/')",
  "rs_json_element(t, i) AS CASE WHEN t IS NULL THEN NULL WHEN rs_is_valid_json_array(t) THEN CASE WHEN i >= 0 THEN json_extract_string(t, '$[' || i || ']') END ELSE error('JSON parsing error') END",
  "rs_json_element_lenient(t, i) AS CASE WHEN rs_json_ok(t) THEN CASE WHEN json_type(t) = 'ARRAY' AND i >= 0 THEN json_extract_string(t, '$[' || i || ']') END END",
  "rs_json_length(t) AS CASE WHEN t IS NULL THEN NULL WHEN rs_is_valid_json_array(t) THEN CAST(json_array_length(t) AS INTEGER) ELSE error('JSON parsing error') END",
  "rs_json_length_lenient(t) AS CASE WHEN rs_json_ok(t) THEN CASE WHEN json_type(t) = 'ARRAY' THEN CAST(json_array_length(t) AS INTEGER) END END",
  "rs_json_parse(t) AS CASE WHEN t IS NULL THEN NULL WHEN rs_json_ok(t) THEN CAST(t AS JSON) ELSE error('JSON parsing error') END",
  "rs_json_parse_bytes(b) AS CASE WHEN b IS NULL THEN NULL WHEN coalesce(rs_json_ok(rs_utf8(b)), false) THEN CAST(rs_utf8(b) AS JSON) ELSE error('JSON parsing error') END",
  // SUPER, which is DuckDB's JSON: what does not fit is NULL.
  "rs_super_text(j) AS CASE WHEN json_type(j) IN ('OBJECT', 'ARRAY') THEN NULL ELSE j->>'$' END",
  "rs_super_float(j) AS CASE WHEN json_type(j) IN ('OBJECT', 'ARRAY', 'BOOLEAN') THEN NULL ELSE rs_try_text_float(j->>'$') END",
  "rs_super_bool(j) AS CASE json_type(j) WHEN 'BOOLEAN' THEN (j->>'$') = 'true' WHEN 'VARCHAR' THEN rs_try_text_bool(j->>'$') WHEN 'UBIGINT' THEN (j->>'$') <> '0' WHEN 'BIGINT' THEN (j->>'$') <> '0' END",
  "rs_super_is(j, kinds) AS CASE WHEN j IS NOT NULL THEN list_contains(string_split(kinds, ' '), json_type(j)) END",
  "rs_super_is_smallint(j) AS CASE WHEN j IS NOT NULL THEN json_type(j) IN ('UBIGINT', 'BIGINT') AND TRY_CAST(j->>'$' AS SMALLINT) IS NOT NULL END",
  'rs_json_serialize(j) AS CAST(json(j) AS VARCHAR)',
  "rs_json_typeof(j) AS CASE json_type(j) WHEN 'VARCHAR' THEN 'string' WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' ELSE CASE WHEN j IS NOT NULL THEN 'number' END END",
  'rs_json_size(j) AS strlen(CAST(j AS VARCHAR))',
  "rs_get_array_length(j) AS CASE WHEN json_type(j) = 'ARRAY' THEN CAST(json_array_length(j) AS BIGINT) END",
  "rs_array_concat(a, b) AS CASE WHEN json_type(a) = 'ARRAY' AND json_type(b) = 'ARRAY' THEN to_json(list_concat(CAST(a AS JSON[]), CAST(b AS JSON[]))) END",
  'rs_split_to_array(s, d) AS to_json(string_split(s, d))',
  "rs_subarray(j, i, n) AS CASE WHEN json_type(j) = 'ARRAY' THEN to_json(list_slice(CAST(j AS JSON[]), i + 1, i + n)) END",
  "rs_elements(j) AS CASE json_type(j) WHEN 'ARRAY' THEN CAST(j AS JSON[]) WHEN 'NULL' THEN CAST([] AS JSON[]) ELSE CASE WHEN j IS NULL THEN CAST([] AS JSON[]) ELSE [j] END END",
  // Numbers.
  "rs_nonzero(x) AS CASE WHEN x = 0 THEN error('Divide by zero') ELSE x END",
  'rs_mod(a, b) AS a % rs_nonzero(b)',
  // Dates and times.
  'rs_sysdate() AS CAST(now() AS TIMESTAMP)',
  "rs_getdate() AS date_trunc('second', CAST(now() AS TIMESTAMP))",
  "rs_add_months(t, n) AS CASE WHEN CAST(t AS DATE) = last_day(CAST(t AS DATE)) THEN CAST(last_day(CAST(t + to_months(CAST(n AS INTEGER)) AS DATE)) AS TIMESTAMP) + (t - date_trunc('day', t)) ELSE t + to_months(CAST(n AS INTEGER)) END",
  "rs_months_between(a, b) AS CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(CAST(a AS DATE)) AND CAST(b AS DATE) = last_day(CAST(b AS DATE))) THEN CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS DOUBLE) ELSE (year(a) - year(b)) * 12 + month(a) - month(b) + (day(a) - day(b) + (epoch(a - date_trunc('day', a)) - epoch(b - date_trunc('day', b))) / 86400.0) / 31.0 END",
  "rs_next_day(d, w) AS CAST(d + CAST((list_position(['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'], lower(left(w, 2))) - 1 - dayofweek(d) + 6) % 7 + 1 AS INTEGER) AS DATE)",
  "rs_strptime(s, f) AS CASE WHEN s IS NULL THEN NULL ELSE coalesce(try_strptime(s, f), error('invalid input syntax for type timestamp: \"' || s || '\"')) END",
];

/** The statements that make our functions, in order; run once on every DuckDB database that is opened. */
export const macros: string[] = definitions.map((definition) => `CREATE OR REPLACE MACRO ${definition}`);
