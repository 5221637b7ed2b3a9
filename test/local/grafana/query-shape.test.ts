import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, frameJson } from '../../../src/local/grafana/query/frame.js';
import { longToWide } from '../../../src/local/grafana/query/long-to-wide.js';
import { resultFrame } from '../../../src/local/grafana/query/result-frame.js';
import { parseTimeRange } from '../../../src/local/grafana/query/time-range.js';

describe('the rows of a statement', () => {
  it('become fields by the plugin’s mapping of Redshift’s types', () => {
    const types: [string, string, object, unknown, string][] = [
      ['a', 'int8', { longValue: 7 }, 7, 'number'],
      ['b', 'int4', { longValue: 7 }, 7, 'number'],
      ['c', 'numeric', { stringValue: '1.50' }, 1.5, 'number'],
      ['d', 'float8', { doubleValue: 0.25 }, 0.25, 'number'],
      ['e', 'bool', { booleanValue: true }, true, 'boolean'],
      ['f', 'varchar', { stringValue: 'x' }, 'x', 'string'],
      ['g', 'super', { stringValue: '{"a":1}' }, '{"a":1}', 'string'],
      [
        'h',
        'timestamp',
        { stringValue: '2021-06-23 01:02:03.456789' },
        Date.parse('2021-06-23T01:02:03.456Z'),
        'time',
      ],
      [
        'i',
        'timestamptz',
        { stringValue: '2021-06-23 01:02:03+00' },
        Date.parse('2021-06-23T01:02:03Z'),
        'time',
      ],
      ['j', 'date', { stringValue: '2021-06-23' }, Date.parse('2021-06-23T00:00:00Z'), 'time'],
      ['time', 'int4', { longValue: 1624410000 }, 1624410000000, 'time'],
      ['time', 'float8', { doubleValue: 1624410000 }, 1624410000000, 'time'],
      ['time', 'int8', { longValue: 5 }, 5, 'number'],
      ['k', 'int8', { isNull: true }, null, 'number'],
    ];
    const frame = resultFrame(
      types.map(([name, typeName]) => ({ name, typeName })),
      [types.map(([, , value]) => value)],
    );
    expect(frame.fields.map(({ name, type, values }) => [name, type, values[0]])).toEqual(
      types.map(([name, , , value, type]) => [name, type, value]),
    );
  });

  it('go out in the JSON of a Grafana frame', () => {
    const frame: Frame = {
      fields: [
        { name: 'time', type: 'time', values: [1000, 2000] },
        { name: 'n', type: 'number', values: [1, null], labels: { state: 'NSW' } },
      ],
    };
    expect(frameJson(frame, 'A', 'SELECT 1', true)).toEqual({
      schema: {
        name: 'A',
        refId: 'A',
        meta: { typeVersion: [0, 0], preferredVisualisationType: 'graph', executedQueryString: 'SELECT 1' },
        fields: [
          { name: 'time', type: 'time', typeInfo: { frame: 'time.Time', nullable: true } },
          {
            name: 'n',
            type: 'number',
            typeInfo: { frame: 'float64', nullable: true },
            labels: { state: 'NSW' },
          },
        ],
      },
      data: {
        values: [
          [1000, 2000],
          [1, null],
        ],
      },
    });
  });
});

describe('a time series, long to wide', () => {
  const long = (rows: [number | null, string, number | null][]): Frame => ({
    fields: [
      { name: 'time', type: 'time', values: rows.map(([time]) => time) },
      { name: 'state', type: 'string', values: rows.map(([, state]) => state) },
      { name: 'n', type: 'number', values: rows.map(([, , n]) => n) },
    ],
  });

  it('makes a series of each combination of strings, named by labels', () => {
    const wide = longToWide(
      long([
        [1, 'VIC', 10],
        [1, 'ACT', 11],
        [2, 'VIC', 20],
        [3, 'ACT', 31],
      ]),
    );
    expect(wide.fields).toEqual([
      { name: 'time', type: 'time', values: [1, 2, 3] },
      { name: 'n', type: 'number', labels: { state: 'ACT' }, values: [11, null, 31] },
      { name: 'n', type: 'number', labels: { state: 'VIC' }, values: [10, 20, null] },
    ]);
  });

  it('leaves alone what has no strings, or no time', () => {
    const wide: Frame = {
      fields: [
        { name: 'time', type: 'time', values: [1] },
        { name: 'n', type: 'number', values: [1] },
      ],
    };
    expect(longToWide(wide)).toBe(wide);
    const table: Frame = { fields: [{ name: 'state', type: 'string', values: ['NSW'] }] };
    expect(longToWide(table)).toBe(table);
  });

  it('refuses times that are missing or go back', () => {
    expect(() => longToWide(long([[null, 'ACT', 1]]))).toThrow('null time values');
    expect(() =>
      longToWide(
        long([
          [2, 'ACT', 1],
          [1, 'ACT', 1],
        ]),
      ),
    ).toThrow('sorted ascending by time');
  });

  it('loses no number: each stands at its time under its labels', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom('ACT', 'NSW', 'VIC'), fc.integer());
    const rows = fc.uniqueArray(row, { selector: ([time, state]) => `${time} ${state}` });
    fc.assert(
      fc.property(rows, (unsorted) => {
        const sorted = [...unsorted].sort(([a], [b]) => a - b);
        fc.pre(sorted.length > 0);
        const [time, ...series] = longToWide(long(sorted)).fields;
        for (const [moment, state, n] of sorted) {
          const field = series.find((one) => one.labels?.state === state);
          expect(field?.values[time?.values.indexOf(moment) ?? -1]).toBe(n);
        }
        expect(series.flatMap((one) => one.values).filter((value) => value !== null)).toHaveLength(
          sorted.length,
        );
        expect(new Set(series.map((one) => one.values.length))).toEqual(new Set([time?.values.length]));
      }),
    );
  });
});

describe('a time range', () => {
  const now = Date.parse('2026-11-24T10:20:30.500Z');
  it.each([
    ['now-15m', 'now', now - 900_000, now],
    ['now-1h', 'now-1m', now - 3_600_000, now - 60_000],
    ['1624406400000', '1624410000000', 1624406400000, 1624410000000],
    ['2021-06-23T00:00:00Z', 'now', Date.parse('2021-06-23T00:00:00Z'), now],
    ['now/d', 'now/d', Date.parse('2026-11-24T00:00:00Z'), Date.parse('2026-11-24T23:59:59.999Z')],
    ['now-1M/M', 'now', Date.parse('2026-10-01T00:00:00Z'), now],
    ['now-1y', 'now+1d', Date.parse('2025-11-24T10:20:30.500Z'), now + 86_400_000],
  ])('%s to %s', (from, to, start, end) => {
    expect(parseTimeRange(from, to, now)).toEqual({ from: start, to: end });
  });

  it.each(['', 'yesterday', 'now-', 'now-5x', undefined])('refuses %j by name', (from) => {
    expect(() => parseTimeRange(from, 'now', now)).toThrow('invalid time range: from');
  });
});
