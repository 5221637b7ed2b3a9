import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../../src/package-root.js';
import { splitStatements } from '../../src/sql/tokenizer.js';
import { Computer } from './cli.js';

const computer = new Computer();
const statements = splitStatements(readFileSync(packagePath('test', 'fixtures', 'seed.sql'), 'utf8')).map(
  ({ text }) => text,
);

beforeAll(async () => {
  await computer.json('setup', '--target', 'local', '--yes');
  // A cluster as the seed finds it: with streams that flow, and nothing in the database.
  for (const sql of [
    'DROP VIEW fleet_summary',
    'DROP VIEW fleet_now',
    'DROP MATERIALIZED VIEW fleet_stream',
    'DROP VIEW consignments',
    'DROP VIEW orders_to_predict',
    'DROP MODEL consignment_delay',
    'DROP TABLE consignment_predictions',
    'DROP TABLE consignment_history',
    'DROP TABLE fleet',
    'DROP MATERIALIZED VIEW order_stream',
    'DROP MATERIALIZED VIEW customer_stream',
    'ALTER DEFAULT PRIVILEGES FOR USER rsstream_user IN SCHEMA public REVOKE SELECT ON TABLES FROM redshift_data_api_user',
    'REVOKE USAGE ON SCHEMA public FROM redshift_data_api_user',
    'REVOKE USAGE ON SCHEMA kinesis_schema FROM redshift_data_api_user',
    'DROP USER redshift_data_api_user',
    'DROP SCHEMA kinesis_schema',
  ]) {
    await computer.query(sql);
  }
}, 120_000);
afterAll(() => computer.clear());

describe("the seed's own statements, to the letter", () => {
  it('has them all', () => {
    expect(statements).toHaveLength(12);
  });

  for (const [index, statement] of statements.entries()) {
    it(statement.split('\n')[0] ?? String(index), async () => {
      const sql = statement.replace('<specify your own password>', 'Passw0rdOfMine');
      const { columns, rows } = await computer.json<{ columns: { name: string }[]; rows: unknown[][] }>(
        'sql',
        'query',
        sql,
      );
      if (!/^SELECT/i.test(sql)) return;
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    });
  }

  it('gives its views the columns that the seed names', async () => {
    const { columns } = await computer.json<{ columns: { name: string }[] }>(
      'sql',
      'query',
      'SELECT * FROM order_stream LIMIT 1',
    );
    expect(columns.map((column) => column.name)).toEqual([
      'approximatearrivaltimestamp',
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
    ]);
  });
});
