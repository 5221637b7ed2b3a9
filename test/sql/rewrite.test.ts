import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSteps } from '../../src/sql/load.js';
import { placeholdersOf, rewrite } from '../../src/sql/rewrite.js';
import { viewDefinition } from '../../src/sql/view-columns.js';

describe('giving a statement the names of its workshop', () => {
  const streams = { order_stream: 'demo_order_stream' };

  it('renames the stream, not the view of its name, nor text that looks like it', () => {
    const sql = `CREATE VIEW order_stream AS SELECT 'kinesis_schema.order_stream' /* kinesis_schema.order_stream */
      FROM kinesis_schema . "order_stream", Kinesis_Schema.ORDER_STREAM, public.order_stream`;
    expect(rewrite(sql, { streams }).text).toBe(
      `CREATE VIEW order_stream AS SELECT 'kinesis_schema.order_stream' /* kinesis_schema.order_stream */
      FROM kinesis_schema . demo_order_stream, Kinesis_Schema.demo_order_stream, public.order_stream`,
    );
  });

  it('quotes a name that needs it', () => {
    expect(
      rewrite('FROM kinesis_schema.order_stream', { streams: { order_stream: 'demo-2_order_stream' } }).text,
    ).toBe('FROM kinesis_schema."demo-2_order_stream"');
  });

  it('changes nothing where every stream has the seed’s name', () => {
    for (const { text } of loadSteps()) {
      const same = { streams: { customer_stream: 'customer_stream' }, values: { bucket: '{bucket}' } };
      expect(rewrite(text, same).text).toBe(text);
    }
  });

  it('fills values inside literals, and refuses what is unknown or would end the literal', () => {
    const sql = "COPY t FROM 's3://{bucket}/history/'";
    expect(rewrite(sql, { values: { bucket: 'demo-bucket' } }).text).toBe(
      "COPY t FROM 's3://demo-bucket/history/'",
    );
    expect(() => rewrite(sql, {})).toThrow('Nothing is known to put for {bucket}.');
    expect(() => rewrite(sql, { values: { bucket: "a'; DROP TABLE t; --" } })).toThrow("can't stand in SQL");
    expect(rewrite('SELECT {bucket}', {}).text).toBe('SELECT {bucket}');
    expect(rewrite(`SELECT '{"a": {}}'`, {}).text).toBe(`SELECT '{"a": {}}'`);
    expect(placeholdersOf(`${sql}; SELECT '{bucket}', '{other}', {none} -- '{comment}'`)).toEqual([
      'bucket',
      'other',
    ]);
  });

  it('knows where each character came from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a ', 'kinesis_schema.order_stream ', "'{v}' ", 'b,\n'), { maxLength: 8 }),
        (parts) => {
          const sql = parts.join('');
          const { text, origin } = rewrite(sql, { streams, values: { v: 'value' } });
          for (let at = 0; at < text.length; at++) {
            const from = origin(at);
            const inside = text.slice(0, at + 1).match(/demo_order_strea?m?$|val?u?e?$/);
            if (!inside && !/[a-z_]/.test(text[at] ?? '')) expect(sql[from]).toBe(text[at]);
            expect(from).toBeLessThanOrEqual(sql.length);
          }
          expect(origin(text.length)).toBe(sql.length);
        },
      ),
    );
  });
});

describe('reading what view a statement makes', () => {
  it('finds the columns of each view of the workshop', () => {
    const views = loadSteps()
      .flatMap(({ statements }) => statements.map(({ text }) => viewDefinition(text)))
      .filter((view) => view !== undefined);
    expect(views.map(({ name, materialized }) => [name, materialized])).toEqual([
      ['customer_stream', true],
      ['order_stream', true],
      ['consignments', false],
      ['fleet_stream', true],
      ['fleet_now', false],
      ['fleet_summary', false],
      ['orders_to_predict', false],
      ['consignments', false],
    ]);
    expect(views[0]?.columns).toEqual(['approximate_arrival_timestamp', 'customer_data']);
    expect(views[1]?.columns).toEqual([
      'approximate_arrival_timestamp',
      'consignmentid',
      'order_timestamp',
      'delivery_address',
      'delivery_state',
      'origin_address',
      'origin_state',
      'delay_probability',
      'days_to_deliver',
      'delivery_distance',
      'userid',
      'revenue',
      'cost',
      'refresh_time',
    ]);
    expect(views[2]?.columns).toEqual([
      ...(views[1]?.columns ?? []).filter((column) => column !== 'refresh_time'),
      'customer_name',
      'customer_state',
      'predicted_delay',
    ]);
    // Redshift replaces a view only by one with the same columns.
    expect(views[7]?.columns).toEqual(views[2]?.columns);
  });

  it('knows schemas, quotes, OR REPLACE and expressions without a name', () => {
    expect(
      viewDefinition('CREATE OR REPLACE VIEW public."Mine" AS SELECT a.b, c AS "D", count(1), e F FROM a'),
    ).toEqual({
      materialized: false,
      name: 'Mine',
      columns: ['b', 'D'],
    });
  });

  it('answers nothing for other statements and for SELECT *', () => {
    expect(viewDefinition('CREATE TABLE view_of (a INT)')).toBeUndefined();
    expect(viewDefinition('CREATE VIEW v AS SELECT * FROM t')).toBeUndefined();
    expect(viewDefinition('SELECT 1')).toBeUndefined();
  });
});
