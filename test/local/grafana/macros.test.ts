import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInterval } from '../../../src/local/grafana/query/interval.js';
import { expandMacros } from '../../../src/local/grafana/query/macros.js';

const context = {
  from: Date.parse('2021-06-23T00:00:00.123Z'),
  to: Date.parse('2021-06-23T01:00:00.999Z'),
  schema: 'public',
  table: 'consignments',
  column: 'revenue',
};

describe('the macros of the Redshift data source', () => {
  it.each([
    ['$__timeFilter(ts)', "ts BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z'"],
    ['$__timeFilter( a.ts )', "a.ts BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z'"],
    ['$__timeFilter(f(g(ts)))', "f(g(ts)) BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z'"],
    ['$__timeFrom()', "'2021-06-23T00:00:00Z'"],
    ['$__timeFrom', "'2021-06-23T00:00:00Z'"],
    ['$__timeTo()', "'2021-06-23T01:00:00Z'"],
    ['$__timeEpoch(ts)', 'extract(epoch from ts) as "time"'],
    ["$__timeGroup(ts,'1m')", 'floor(extract(epoch from ts)/60)*60 AS "time"'],
    ['$__timeGroup(ts, 1h)', 'floor(extract(epoch from ts)/3600)*3600 AS "time"'],
    ["$__timeGroup(ts, '1h30m')", 'floor(extract(epoch from ts)/5400)*5400 AS "time"'],
    ['$__unixEpochFilter(ts)', 'ts >= 1624406400 AND ts <= 1624410000'],
    ['$__unixEpochGroup(ts,1h)', 'floor(ts/3600)*3600 AS "time"'],
    ['$__schema.$__table', 'public.consignments'],
    ['sum($__column)', 'sum(revenue)'],
    ['$__interval and $__nothing(x)', '$__interval and $__nothing(x)'],
    ['$__constructor', '$__constructor'],
    [
      'a $__timeFilter(x) b $__timeFilter(y) c',
      "a x BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z' b y BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z' c",
    ],
  ])('%s', (given, expected) => {
    expect(expandMacros(given, context)).toBe(expected);
  });

  it.each([
    ['$__timeFilter(a, b)', 'expected 1 argument, received 2: unexpected number of arguments'],
    ['$__timeFilter', 'expected 1 argument, received 0: unexpected number of arguments'],
    ['$__timeEpoch()', ''],
    ['$__timeGroup(ts)', 'macro $__timeGroup needs time column and interval: unexpected number of arguments'],
    [
      "$__timeGroup(coalesce(a, b), '1m')",
      'macro $__timeGroup needs time column and interval: unexpected number of arguments',
    ],
    ["$__timeGroup(ts, 'soon')", 'error parsing interval soon'],
    [
      '$__unixEpochGroup(ts)',
      'macro $__unixEpochGroup needs time column and interval: unexpected number of arguments',
    ],
  ])('refuses or leaves empty: %s', (given, words) => {
    if (words === '') expect(expandMacros(given, context)).toBe('extract(epoch from ) as "time"');
    else expect(() => expandMacros(given, context)).toThrow(words);
  });

  it('leaves text without macros untouched, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('$__'));
        expect(expandMacros(text, context)).toBe(text);
      }),
    );
  });

  it('keeps what stands around a macro, and nests parentheses of any depth in its argument', () => {
    const word = fc.stringMatching(/^[a-z_.]{1,8}$/);
    const argument = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.tuple(word, tie('expression')).map(([name, inner]) => `${name}(${inner})`),
      ),
    })).expression;
    fc.assert(
      fc.property(word, argument, word, (before, column, after) => {
        const sql = expandMacros(`${before} $__timeFilter(${column}) ${after}`, context);
        expect(sql).toBe(
          `${before} ${column} BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z' ${after}`,
        );
      }),
    );
  });
});

describe('an interval', () => {
  it('is the sum of its parts', () => {
    const part = fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const whole = parseInterval(parts.map(([count, unit]) => `${count}${unit}`).join(''));
        const sum = parts.reduce((total, [count, unit]) => total + parseInterval(`${count}${unit}`), 0);
        expect(whole).toBe(sum);
      }),
    );
  });

  it.each(['', '10', 's', '1M', '-1m', '0s', '1m;drop'])('refuses %j', (text) => {
    expect(() => parseInterval(text)).toThrow('error parsing interval');
  });
});
