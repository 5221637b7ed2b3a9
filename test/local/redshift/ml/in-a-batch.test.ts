import { BatchExecuteStatementCommand, DescribeStatementCommand } from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket, createModel, type ModelWarehouse, parcels, startModels } from './fixture.js';

let models: ModelWarehouse;

beforeAll(async () => {
  models = await startModels();
});
afterAll(() => models?.test.stop());

/** Runs statements as one transaction. @returns how it ended, and why */
async function batch(...Sqls: string[]): Promise<{ status: string | undefined; error: string | undefined }> {
  const { Id } = await models.data.send(
    new BatchExecuteStatementCommand({
      ClusterIdentifier: 'workshop-cluster',
      Database: 'dev',
      DbUser: 'rsstream_user',
      Sqls,
    }),
  );
  const ended = await models.data.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
  return { status: ended.Status, error: ended.Error };
}

describe('CREATE MODEL in a batch', () => {
  it('learns from rows that the same batch has made', async () => {
    expect(await batch(parcels, createModel())).toEqual({ status: 'FINISHED', error: undefined });
    expect(await models.trained('m')).toMatchObject({ 'Model State': 'READY' });
    expect(await models.sql('SELECT f(20, 100)')).toEqual([[2]]);
    await models.sql('DROP MODEL m');
  });

  it('learns from a sample, under MAX_CELLS', async () => {
    const settings = `SETTINGS (S3_BUCKET '${bucket}', MAX_CELLS 3000)`;
    const sampled = createModel({ how: 'PROBLEM_TYPE MULTICLASS_CLASSIFICATION', settings });
    expect(await batch('SELECT 1', sampled)).toEqual({ status: 'FINISHED', error: undefined });
    expect(await models.trained('m')).toMatchObject({ 'Model State': 'READY' });
    await models.sql('DROP MODEL m');
    await expect.poll(() => models.keys()).toEqual([]);
  });

  it('never was where the batch is rolled back', async () => {
    expect(await batch(createModel(), 'SELECT 1 / 0')).toMatchObject({ status: 'FAILED' });
    expect(await models.failure('SHOW MODEL m')).toBe('model "m" does not exist');
    await expect.poll(() => models.keys()).toEqual([]);
  });
});
