import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModel, type ModelWarehouse, parcels, startModels } from './fixture.js';

let models: ModelWarehouse;

beforeAll(async () => {
  models = await startModels();
  await models.sql(parcels);
  await models.sql(`CREATE TABLE visits AS SELECT state, hour > 12 AS late,
    DATEADD(hour, hour + 24 * (distance % 14), '2026-01-01'::TIMESTAMP) AS at, distance::FLOAT AS distance, delay,
    CASE WHEN state = 'NSW' THEN 'True.' ELSE 'False.' END AS churn,
    CASE delay WHEN 0 THEN 'low' WHEN 1 THEN 'it''s so so' ELSE 'high' END AS word,
    2.5 * distance + 10 AS cost FROM parcels`);
});
afterAll(() => models?.test.stop());

const auto = (query: string, target: string, how = '') => createModel({ from: `(${query})`, target, how });

describe('CREATE MODEL with AUTO ON', () => {
  it('learns a text label from text, and gives the text', async () => {
    await models.sql(auto('SELECT state, distance, churn FROM visits', 'churn'));
    expect(await models.trained('m')).toMatchObject({
      'Model State': 'READY',
      'Model Type': 'auto',
      'Problem Type': 'binary_classification',
      Objective: 'f1',
      'validation:f1_binary': '1.000000',
      'Function Parameter Types': 'varchar float8',
    });
    expect(
      await models.sql("SELECT f('NSW', 3), f('VIC', 3), f('no state', 3) IN ('True.', 'False.')"),
    ).toEqual([['True.', 'False.', true]]);
    await models.sql('DROP MODEL m');
  });

  it('learns many classes, from moments and booleans', async () => {
    await models.sql(auto('SELECT at, late, distance, word FROM visits', 'word'));
    const shown = await models.trained('m');
    expect(shown).toMatchObject({
      'Model State': 'READY',
      'Problem Type': 'multiclass_classification',
      Objective: 'accuracy',
    });
    expect(Number(shown['validation:accuracy'])).toBeGreaterThan(0.85);
    expect(
      await models.sql(
        "SELECT f('2026-01-03 20:00:00'::TIMESTAMP, true, 100), f('2026-01-03 01:00:00'::TIMESTAMP, false, 400)",
      ),
    ).toEqual([['high', "it's so so"]]);
    await models.sql('DROP MODEL m');
  });

  it("learns an amount, and keeps the label's type", async () => {
    await models.sql(auto('SELECT distance, state, cost::FLOAT AS cost FROM visits', 'cost'));
    const shown = await models.trained('m');
    expect(shown).toMatchObject({ 'Model State': 'READY', 'Problem Type': 'regression', Objective: 'mse' });
    const [row] = await models.sql("SELECT f(100, 'NSW')");
    expect(Math.abs(Number(row?.[0]) - 260)).toBeLessThan(30);
    await models.sql('DROP MODEL m');
  });

  it('takes the problem and the objective that it is told, and leaves rows without a label out', async () => {
    const query = 'SELECT hour, distance, CASE WHEN hour < 20 THEN delay END AS delay FROM parcels';
    await models.sql(
      auto(query, 'delay', "MODEL_TYPE XGBOOST PROBLEM_TYPE MULTICLASS_CLASSIFICATION OBJECTIVE 'F1Macro'"),
    );
    const shown = await models.trained('m');
    expect(shown).toMatchObject({ 'Model State': 'READY', Objective: 'f1macro' });
    expect(Number(shown['validation:f1_macro'])).toBeGreaterThan(0.8);
    expect(await models.sql('SELECT f(18, 100)')).toEqual([[2]]);
    await models.sql('DROP MODEL m');
  });
});
