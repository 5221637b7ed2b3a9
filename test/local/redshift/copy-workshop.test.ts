import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataFiles } from '../../../templates/data/files.js';
import { bucket, type LoadingWarehouse, startLoading } from './copy-fixture.js';

let warehouse: LoadingWarehouse;

beforeAll(async () => {
  warehouse = await startLoading();
});
afterAll(() => warehouse?.test.stop());

/** A step's text as it stands in sql/, with the bucket filled in. */
function step(name: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../../sql', `${name}.sql`), 'utf8');
  return text.replaceAll('{bucket}', bucket).replace(/;\s*$/, '');
}

describe('the workshop’s own data', () => {
  it('loads whole by the steps’ own text', async () => {
    const { sql, upload } = warehouse;
    const files = dataFiles(Date.UTC(2026, 10, 24));
    for (const { key, lines } of files) await upload(key, [...lines()].join(''));
    for (const name of ['14-history', '15-load-history', '18-fleet', '19-load-fleet']) await sql(step(name));
    expect(
      await sql(
        `SELECT count(*), count(DISTINCT consignmentid), count(DISTINCT delay_probability), min(len(order_timestamp)),
           count(delivery_distance) FROM consignment_history`,
      ),
    ).toEqual([[20_000, 20_000, 3, 29, 20_000]]);
    expect(
      await sql(
        `SELECT count(*), count(DISTINCT registration), count(status_since), max(status_since) <= '2026-11-24' FROM fleet`,
      ),
    ).toEqual([[220, 220, 220, true]]);
  });
});
