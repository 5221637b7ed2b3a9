import { CancelStatementCommand, ExecuteStatementCommand } from '@aws-sdk/client-redshift-data';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterKill, bucket, createModel, type ModelWarehouse, parcels, startModels } from './fixture.js';

let models: ModelWarehouse;

beforeAll(async () => {
  models = await startModels();
  await models.sql(parcels);
});
afterAll(() => models?.test.stop());

const begin = (Sql: string) =>
  models.data.send(
    new ExecuteStatementCommand({
      ClusterIdentifier: 'workshop-cluster',
      Database: 'dev',
      DbUser: 'rsstream_user',
      Sql,
    }),
  );

const other = 'redshift-ml/another/train/0000_part_00.csv';

describe('a kill between the export and the model', () => {
  it('leaves nothing in the bucket after the next start, nor anything of others out of it', async () => {
    // Another writer keeps the model, whose rows are in the bucket already, from being entered.
    const { Id } = await begin(
      'CREATE TABLE slow AS SELECT COUNT(*) AS n FROM parcels a CROSS JOIN parcels b CROSS JOIN parcels c WHERE a.hour + b.hour + c.hour < 0',
    );
    await begin(createModel());
    await expect.poll(() => models.keys(), { timeout: 20_000 }).toHaveLength(1);
    await models.s3.send(new PutObjectCommand({ Bucket: bucket, Key: other, Body: '1,2,3' }));
    await afterKill(models, async (found) => {
      expect(await found.failure('SHOW MODEL m')).toBe('model "m" does not exist');
      await expect.poll(() => found.keys(), { timeout: 20_000 }).toEqual([other]);
    });
    await models.data.send(new CancelStatementCommand({ Id }));
    await expect.poll(() => models.sql('SHOW MODEL ALL'), { timeout: 20_000 }).toHaveLength(1);
    expect(await models.trained('m')).toMatchObject({ 'Model State': 'READY' });
  });
});
