import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModel, type ModelWarehouse, parcels, startModels } from './fixture.js';

let models: ModelWarehouse;
const reader = { user: 'reader' };

beforeAll(async () => {
  models = await startModels();
  await models.sql(parcels);
  await models.sql('CREATE USER reader PASSWORD DISABLE');
  await models.sql(createModel());
  await models.trained('m');
});
afterAll(() => models?.test.stop());

describe('models and users', () => {
  it('predict for whom EXECUTE was granted', async () => {
    expect(await models.failure('SELECT f(20, 100)', reader)).toBe('permission denied for function f');
    expect(await models.failure('SHOW MODEL m', reader)).toBe('permission denied for model m');
    expect(await models.sql('SHOW MODEL ALL', reader)).toEqual([]);
    await models.sql('GRANT EXECUTE ON MODEL m TO reader');
    expect(await models.sql('SELECT f(20, 100)', reader)).toEqual([[2]]);
    expect(await models.sql('SHOW MODEL ALL', reader)).toEqual([['public', 'm']]);
    expect(
      await models.sql('SELECT model_name, privilege_type, identity_name FROM svv_ml_model_privileges'),
    ).toEqual([['m', 'EXECUTE', 'reader']]);
    await models.sql('REVOKE EXECUTE ON FUNCTION f(int, int) FROM reader');
    expect(await models.failure('SELECT f(20, 100)', reader)).toBe('permission denied for function f');
  });

  it('show role, bucket and cost to the owner alone', async () => {
    await models.sql('GRANT ALL ON MODEL m TO reader');
    const shown = await models.show('m', reader);
    expect(shown).toMatchObject({ 'Model State': 'READY', 'Max Runtime': '5400' });
    for (const secret of ['IAM Role', 'S3 Bucket', 'Estimated Cost'])
      expect(shown).not.toHaveProperty(secret);
    expect(await models.sql('SELECT * FROM stv_ml_model_info', reader)).toEqual([]);
    await models.sql('REVOKE ALL ON MODEL m FROM reader');
  });

  it('ask for EXECUTE behind a view too', async () => {
    await models.sql('CREATE VIEW guesses AS SELECT f(hour, distance) AS guess FROM parcels');
    await models.sql('GRANT SELECT ON guesses TO reader');
    expect(await models.failure('SELECT COUNT(guess) FROM guesses', reader)).toBe(
      'permission denied for function f',
    );
    await models.sql('GRANT EXECUTE ON FUNCTION f(int, int) TO reader');
    expect(await models.sql('SELECT COUNT(guess) FROM guesses', reader)).toEqual([[2000]]);
  });

  it('are made by who may, from what they may read', async () => {
    const mine = createModel({ name: 'mine', function: 'g' });
    expect(await models.failure(mine, reader)).toBe('permission denied to create a model');
    await models.sql('GRANT CREATE MODEL TO reader');
    expect(await models.failure(mine, reader)).toBe('permission denied for relation parcels');
    await models.sql('GRANT SELECT ON parcels TO reader');
    await models.sql(mine, reader);
    expect(await models.trained('mine')).toMatchObject({ Owner: 'reader', 'Model State': 'READY' });
    expect(await models.sql('SELECT g(20, 100)', reader)).toEqual([[2]]);
    expect(await models.failure('DROP USER reader')).toContain('the user owns some object');
    await models.sql('REVOKE CREATE MODEL FROM reader');
    expect(await models.failure(createModel({ name: 'more', function: 'h' }), reader)).toBe(
      'permission denied to create a model',
    );
  });

  it('are dropped by their owners and superusers', async () => {
    expect(await models.failure('DROP MODEL m', reader)).toBe('must be owner of model m');
    await models.sql('DROP MODEL mine', reader);
    expect(await models.failure('DROP MODEL mine')).toBe('model "mine" does not exist');
  });

  it('live in schemas, and go with them', async () => {
    await models.sql('CREATE SCHEMA ml');
    await models.sql(createModel({ name: 'ml.m', function: 'ml.predict' }));
    await models.trained('ml.m');
    expect(await models.sql('SELECT ml.predict(20, 100)')).toEqual([[2]]);
    expect(await models.failure('SELECT predict(20, 100)')).toBe(
      'function predict(integer, integer) does not exist',
    );
    expect(await models.failure('SELECT ml.predict(20, 100)', reader)).toBe(
      'permission denied for schema ml',
    );
    expect(await models.failure('DROP SCHEMA ml')).toBe(
      'cannot drop schema ml because other objects depend on it',
    );
    await models.sql('DROP SCHEMA ml CASCADE');
    expect(await models.failure('SHOW MODEL ml.m')).toBe('schema "ml" does not exist');
  });
});
