import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket, type LoadingWarehouse, lastErrors, startLoading } from './copy-fixture.js';

let warehouse: LoadingWarehouse;

beforeAll(async () => {
  warehouse = await startLoading();
  await warehouse.sql('CREATE TABLE t (a INT, b VARCHAR(10), c TIMESTAMP)');
});
afterAll(() => warehouse?.test.stop());

async function rows(table: string): Promise<unknown[][]> {
  const found = await warehouse.sql(`SELECT * FROM ${table} ORDER BY 1`);
  await warehouse.sql(`TRUNCATE ${table}`);
  return found;
}

describe('COPY from S3', () => {
  it('loads CSV with a header, of every object under the prefix', async () => {
    const { upload, run } = warehouse;
    await upload('orders/1.csv', 'a,b,c\n1,one,2026-11-23 10:00:00\n2,"t,""w\no",\n');
    await upload('orders/2.csv', 'a,b,c\r\n3,drei,2026-11-23 10:00:00.5\r\n');
    const done = await run(
      `COPY t FROM 's3://${bucket}/orders/' IAM_ROLE default FORMAT AS CSV IGNOREHEADER 1 REGION 'us-east-1'`,
    );
    expect(done.Error).toBeUndefined();
    expect(done).toMatchObject({ Status: 'FINISHED', HasResultSet: false, ResultRows: 0 });
    expect(await rows('t')).toEqual([
      [1, 'one', '2026-11-23 10:00:00'],
      [2, 't,"w\no', null],
      [3, 'drei', '2026-11-23 10:00:00.5'],
    ]);
  });

  it('takes text between pipes where nothing else is said, and unzips', async () => {
    await warehouse.load('t', '1|x|\n2||2026-01-01 00:00:00|\n\\N|\\N|\\N\n');
    expect(await rows('t')).toEqual([
      [1, 'x', null],
      [2, '', '2026-01-01 00:00:00'],
      [null, null, null],
    ]);
    await warehouse.load('t', gzipSync('7\tseven\t\n'), "DELIMITER '\\t' GZIP");
    expect(await rows('t')).toEqual([[7, 'seven', null]]);
  });

  it('is all or nothing, and says which row was in error', async () => {
    const words = await warehouse.loadFailure('t', '1,one,\n2,two,\nx3,three,\n', 'CSV');
    expect(words).toBe(
      "ERROR: Load into table 't' failed.  Check 'stl_load_errors' system table for details.",
    );
    expect(await rows('t')).toEqual([]);
    expect(await lastErrors(warehouse)).toEqual([
      [3, 'a', 1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"],
    ]);
  });
});
