import { describe, expect, it } from 'vitest';
import type { StatementResult } from '../../src/aws/statements.js';
import { loadSteps } from '../../src/sql/load.js';
import { calls, modelDefinition, parseCreationTime, readModel } from '../../src/sql/model.js';

const step = (name: string) => loadSteps().find((each) => each.name === name)?.statements[0]?.text ?? '';

function shows(...rows: [string, string][]): (sql: string) => Promise<StatementResult> {
  return async () => ({ columns: [], rows, rowCount: rows.length, milliseconds: 1 });
}

describe('reading what model a statement makes', () => {
  it('finds the workshop’s own, and nothing elsewhere', () => {
    expect(modelDefinition(step('delay-model'))).toEqual({
      name: 'consignment_delay',
      functionName: 'fnc_delay_probability',
    });
    for (const other of loadSteps().filter(({ name }) => name !== 'delay-model')) {
      for (const { text } of other.statements) expect(modelDefinition(text)).toBeUndefined();
    }
  });

  it('knows schemas, and a column that is called function', () => {
    const sql =
      'CREATE MODEL ml."M" FROM (SELECT function, a FROM t) TARGET a FUNCTION ml.Fn IAM_ROLE default';
    expect(modelDefinition(sql)).toEqual({ name: 'M', functionName: 'fn' });
  });

  it('sees who calls its function, and who only names it', () => {
    expect(calls(step('predict'), 'fnc_delay_probability')).toBe(true);
    expect(calls("SELECT 'fnc_delay_probability(1)', fnc_delay_probability", 'fnc_delay_probability')).toBe(
      false,
    );
  });
});

describe('reading SHOW MODEL', () => {
  it('gives state, validation metric and age', async () => {
    const model = await readModel(
      'm',
      shows(
        ['Model Name', 'm'],
        ['Creation Time', 'Tue, 24.11.2026 03:25:01'],
        ['Model State', 'READY'],
        ['train:merror', '0.1'],
        ['validation:merror', '0.182500'],
      ),
    );
    expect(model).toEqual({
      state: 'READY',
      score: { on: 'validation', metric: 'merror', value: 0.1825 },
      created: new Date('2026-11-24T03:25:01Z'),
      reason: null,
    });
  });

  it('gives the metric of training where that is the only one', async () => {
    // Made by hand: the Developer Guide shows `train:error` alone for XGBoost.
    const model = await readModel(
      'm',
      shows(
        ['Model Name', 'xgboost_classification'],
        ['Schema Name', 'public'],
        ['Owner', 'dbadmin'],
        ['Creation Time', 'Tue, 21.06.2022 19:07:35'],
        ['Model State', 'READY'],
        ['train:error', '0.083400'],
        ['Estimated Cost', '0.006111'],
        ['', ''],
        ['TRAINING DATA:', ''],
        ['Query', 'SELECT * FROM t'],
        ['Target Column', 'PREDICTION'],
      ),
    );
    expect(model).toMatchObject({
      state: 'READY',
      score: { on: 'train', metric: 'error', value: 0.0834 },
    });
  });

  it('takes nothing else for a metric', async () => {
    const rows: [string, string][] = [
      ['Model State', 'READY'],
      ['TRAINING DATA:', '7'],
      ['validation:auc', 'none'],
      ['train:', '1'],
    ];
    expect(await readModel('m', shows(...rows))).toMatchObject({ score: null });
  });

  it('gives the reason of a failure', async () => {
    const failed = shows(['Model State', 'FAILED'], ['Failure Reason', 'no room']);
    expect(await readModel('m', failed)).toMatchObject({ state: 'FAILED', reason: 'no room', score: null });
  });

  it('tells a model that is not there from a question that failed', async () => {
    const refuses = (message: string) => () => Promise.reject(new Error(message));
    expect(await readModel('m', refuses('ERROR: model "m" does not exist'))).toBeUndefined();
    await expect(readModel('m', refuses('ERROR: permission denied for model m'))).rejects.toThrow('denied');
  });

  it.each([
    // The weekday tells which number is the month.
    ['Tue, 21.06.2022 19:07:35', '2022-06-21T19:07:35.000Z'],
    ['Fri, 12.04.2020 20:12:19', '2020-12-04T20:12:19.000Z'],
    ['Sun, 12.04.2020 20:12:19', '2020-04-12T20:12:19.000Z'],
    ['2022-06-21 19:07:35', '2022-06-21T19:07:35.000Z'],
    ['soon', undefined],
    ['', undefined],
  ])('reads the time %s', (text, time) => {
    expect(parseCreationTime(text)?.toISOString()).toBe(time);
  });
});
