import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  afterKill,
  bucket,
  createModel,
  type ModelWarehouse,
  parcels,
  restarted,
  startModels,
  xgboost,
} from './fixture.js';

let models: ModelWarehouse;

beforeAll(async () => {
  models = await startModels();
  await models.sql(parcels);
});
afterAll(() => models?.test.stop());

/** Long enough to be caught in the middle. */
const long = xgboost("NUM_ROUND '4000', NUM_CLASS '3', MAX_DEPTH '2'");
const state = async (name: string) => (await models.show(name))['Model State'];

describe('a model of XGBOOST', () => {
  it('is trained from the export in the bucket and predicts', async () => {
    await models.sql(
      createModel({ settings: `SETTINGS (S3_BUCKET '${bucket}', S3_GARBAGE_COLLECT OFF, MAX_RUNTIME 1800)` }),
    );
    const shown = await models.trained('m');
    expect(shown).toMatchObject({
      'Model Name': 'm',
      'Schema Name': 'public',
      Owner: 'rsstream_user',
      'Model State': 'READY',
      'Estimated Cost': '0.000000',
      'TRAINING DATA:': '',
      Query: 'SELECT hour, distance, delay FROM parcels',
      'Target Column': 'DELAY',
      'PARAMETERS:': '',
      'Model Type': 'xgboost',
      'Function Name': 'f',
      'Function Parameters': 'hour distance',
      'Function Parameter Types': 'int4 int4',
      'IAM Role': models.roleArn,
      'S3 Bucket': bucket,
      'Max Runtime': '1800',
      'HYPERPARAMETERS:': '',
      num_class: '3',
      num_round: '10',
      objective: 'multi:softmax',
    });
    expect(shown['Creation Time']).toMatch(/^[A-Z][a-z]{2}, \d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$/);
    expect(shown['Training Job Name']).toMatch(/^redshiftml-\d{20}-xgboost$/);
    // A tenth of the labels is noise, two thirds of which are another label than the rule's.
    expect(Number(shown['validation:merror'])).toBeLessThan(0.12);
    const [agreed] = await models.sql(
      'SELECT AVG(CASE WHEN f(hour, distance) = delay THEN 1.0 ELSE 0.0 END) FROM parcels',
    );
    expect(Number(agreed?.[0])).toBeGreaterThan(0.9);
    const keys = await models.keys();
    expect(keys).toEqual([
      expect.stringMatching(/^redshift-ml\/redshiftml-.*\/output\/model\.json$/),
      expect.stringMatching(/^redshift-ml\/redshiftml-.*\/train\/0000_part_00\.csv$/),
    ]);
  });

  it('stands in the catalog', async () => {
    expect(await models.sql('SHOW MODEL ALL')).toEqual([['public', 'm']]);
    expect(
      await models.sql(
        'SELECT schema_name, user_name, model_name, is_refreshable, model_state FROM stv_ml_model_info',
      ),
    ).toEqual([['public', 'rsstream_user', 'm', 1, 'Model is Ready']]);
    expect(
      await models.sql(
        "SELECT proname, pronargs, proargtypes, prorettype, proargnames FROM pg_proc WHERE proname ILIKE '%f%'",
      ),
    ).toEqual([['f', 2, 'int4 int4', 'int4', '{hour,distance}']]);
    expect(
      await models.sql(
        'SELECT schema_name, function_name, argument_type, result_type FROM svv_redshift_functions',
      ),
    ).toEqual([['public', 'f', 'int4 int4', 'int4']]);
  });

  it('predicts in any expression, with types that fit', async () => {
    const rows =
      await models.sql(`SELECT f(20, 100), f(20, 100)::INT + 1, public.f(1, 400), f(NULL, 10) IS NULL,
      CASE f(2, 10) WHEN 0 THEN 'LOW' ELSE 'MORE' END, f(20.0, 100::BIGINT)`);
    expect(rows).toEqual([[2, 3, 1, false, 'LOW', 2]]);
    expect(
      await models.sql(
        'SELECT f(hour, distance), COUNT(*) > 0 FROM parcels WHERE f(hour, distance) > 0 GROUP BY 1 HAVING MAX(f(hour, distance)) < 2 ORDER BY 1',
      ),
    ).toEqual([[1, true]]);
    expect(await models.failure("SELECT f('twenty', 100)")).toBe(
      'function f(character varying, integer) does not exist',
    );
    expect(await models.failure('SELECT f(1)')).toBe('function f(integer) does not exist');
    expect(await models.failure('SELECT other.f(1, 2)')).toContain('does not exist');
  });

  it('is held by the views that predict with it', async () => {
    await models.sql('CREATE VIEW predicted AS SELECT delay, f(hour, distance) AS guess FROM parcels');
    await models.sql('CREATE TABLE kept (guess INT)');
    await models.sql('INSERT INTO kept SELECT guess FROM predicted LIMIT 5');
    expect(await models.sql('SELECT COUNT(*) FROM kept')).toEqual([[5]]);
    expect(await models.failure('DROP MODEL m')).toBe(
      'cannot drop model m because other objects depend on it',
    );
  });

  it('is neither made twice, nor its function', async () => {
    expect(await models.failure(createModel())).toBe('Model "m" already exists');
    expect(await models.failure(createModel({ name: 'm2' }))).toBe(
      'Function "f" already exists with same argument types',
    );
    // With other arguments it is another function.
    await models.sql(
      createModel({ name: 'm2', from: '(SELECT hour, distance, hour AS again, delay FROM parcels)' }),
    );
    await models.trained('m2');
    expect(await models.sql('SELECT f(20, 100), f(20, 100, 20)')).toEqual([[2, 2]]);
    await models.sql('DROP MODEL m2');
    expect((await models.keys()).length).toBe(2);
  });

  it('survives a restart', async () => {
    models = await restarted(models);
    expect(await state('m')).toBe('READY');
    expect(await models.sql('SELECT f(20, 100)')).toEqual([[2]]);
    expect(await models.sql('SELECT COUNT(*) FROM predicted WHERE guess = delay')).toEqual([
      [expect.any(Number)],
    ]);
  });

  it('goes with its function and all its files', async () => {
    await models.sql('DROP VIEW predicted');
    await models.sql('DROP MODEL m');
    expect(await models.failure('SELECT f(20, 100)')).toBe('function f(integer, integer) does not exist');
    expect(await models.failure('SHOW MODEL m')).toBe('model "m" does not exist');
    await models.sql('DROP MODEL IF EXISTS m');
    expect(await models.sql('SELECT * FROM stv_ml_model_info')).toEqual([]);
    await expect.poll(() => models.keys()).toEqual([]);
  });
});

describe('a training', () => {
  it('leaves nothing in the bucket unless told to', async () => {
    await models.sql(createModel());
    await models.trained('m');
    await expect.poll(() => models.keys()).toEqual([]);
    expect(await models.sql('SELECT f(20, 100)')).toEqual([[2]]);
    await models.sql('DROP MODEL m');
  });

  it('is not to be run before it is over, and stops when its model is dropped', async () => {
    await models.sql(createModel({ how: long }));
    expect(await state('m')).toBe('TRAINING');
    expect(await models.failure('SELECT f(1, 2)')).toBe(
      'Function f cannot be run: model m is not ready, the model is still being trained',
    );
    expect(await models.sql('SELECT model_state FROM stv_ml_model_info')).toEqual([
      ['Train Model On SageMaker In Progress'],
    ]);
    await models.sql('DROP MODEL m');
    await expect.poll(() => models.keys()).toEqual([]);
    // The next one has its turn at once, not behind the one that was dropped.
    await models.sql(createModel());
    expect(await models.trained('m')).toMatchObject({ 'Model State': 'READY' });
    await models.sql('DROP MODEL m');
  });

  it('is taken up from the bucket when it was cut short', async () => {
    await models.sql(createModel({ how: xgboost("NUM_ROUND '300', NUM_CLASS '3'") }));
    models = await restarted(models);
    expect(await models.trained('m')).toMatchObject({ 'Model State': 'READY' });
    expect(await models.sql('SELECT f(20, 100)')).toEqual([[2]]);
    await models.sql('DROP MODEL m');
  });

  it('is taken up after a kill', async () => {
    await models.sql(createModel({ how: xgboost("NUM_ROUND '400', NUM_CLASS '3'") }));
    // Nothing is written while the worker learns.
    await afterKill(models, async (found) => {
      expect(await found.trained('m')).toMatchObject({ 'Model State': 'READY' });
      expect(await found.sql('SELECT f(20, 100)')).toEqual([[2]]);
    });
    await models.sql('DROP MODEL m');
  });

  it('fails where the export is gone when it was cut short', async () => {
    await models.sql(createModel({ how: long }));
    for (const Key of await models.keys())
      await models.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    models = await restarted(models);
    const shown = await models.trained('m');
    expect(shown['Model State']).toBe('FAILED');
    expect(shown['Failure Reason']).toMatch(
      /^The exported training data is no longer whole: 0 of 2000 rows at s3:/,
    );
    expect(await models.failure('SELECT f(1, 2)')).toContain(
      'model m is not ready, the training of the model failed',
    );
    await models.sql('DROP MODEL m');
  });

  it('fails past MAX_RUNTIME', async () => {
    await models.sql(createModel({ how: long, settings: `SETTINGS (S3_BUCKET '${bucket}', MAX_RUNTIME 1)` }));
    const shown = await models.trained('m');
    expect(shown).toMatchObject({ 'Model State': 'FAILED' });
    expect(shown['Failure Reason']).toContain('MaxRuntimeExceeded');
    await models.sql('DROP MODEL m');
  });

  it('fails for labels outside of the classes, in words of XGBoost', async () => {
    await models.sql(createModel({ how: xgboost("NUM_ROUND '5', NUM_CLASS '2'") }));
    const shown = await models.trained('m');
    expect(shown).toMatchObject({ 'Model State': 'FAILED' });
    expect(shown['Failure Reason']).toMatch(/label must be in \[0, num_class\)/);
    await models.sql('DROP MODEL m');
  });
});
