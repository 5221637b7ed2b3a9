import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHyperparameters } from '../../../../../src/local/redshift/ml/trees/hyperparameters.js';
import type { TrainedModel } from '../../../../../src/local/redshift/ml/trees/model.js';
import { predict, predictionType } from '../../../../../src/local/redshift/ml/trees/predict.js';
import { predictionMacro } from '../../../../../src/local/redshift/ml/trees/prediction-macro.js';
import { boost, trainingParts } from '../../../../../src/local/redshift/ml/trees/train.js';
import { seeded, whole } from '../../../../../templates/functions/random.js';
import { randomProblem } from './random-problem.js';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const rowsOf = async (sql: string) => (await connection.run(sql)).getRowsJS();

function trained(seed: number, more: Record<string, string> = {}): TrainedModel {
  const { objective, given, set } = randomProblem(seed);
  return boost(trainingParts, set, readHyperparameters(objective, { ...given, ...more })) as TrainedModel;
}

/** Rows on thresholds, beside them, far away, and with values missing. */
function probes(model: TrainedModel, seed: number): (number | null)[][] {
  const random = seeded(seed);
  const thresholds = model.features.map((_, feature) =>
    model.trees.flatMap((tree) =>
      tree.split_conditions.filter((_, node) => tree.split_indices[node] === feature),
    ),
  );
  const around = (feature: number) => {
    const at = thresholds[feature]?.[whole(random, 0, thresholds[feature].length - 1)] ?? 0;
    return [null, at, at, at - 1e-9, at + 0.1, -1e300, 1e300][whole(random, 0, 6)] ?? null;
  };
  return Array.from({ length: 60 }, () => model.features.map((_, feature) => around(feature)));
}

async function check(model: TrainedModel, rows: (number | null)[][]) {
  await connection.run(predictionMacro(model, 'f'));
  const values = rows.map(
    (row) => `(${row.map((v) => (v === null ? 'NULL' : v.toExponential())).join(', ')})`,
  );
  const answers = await rowsOf(
    `SELECT f(a, b, c), typeof(f(a, b, c)) FROM (VALUES ${values.join(', ')}) AS t(a, b, c)`,
  );
  const expected = rows.map((row) =>
    predict(
      model,
      Float64Array.from(row, (v) => v ?? Number.NaN),
    ),
  );
  expect(answers.map(([answer]) => answer)).toEqual(expected);
  expect(new Set(answers.map(([, type]) => type))).toEqual(new Set([predictionType(model)]));
}

describe("a prediction's macro", () => {
  it('equals predict() on every row, ties at thresholds and missing values too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0 }), async (seed) => {
        const model = trained(seed);
        await check(model, probes(model, seed));
      }),
      { numRuns: 60 },
    );
  });

  it('equals predict() where the grid of answers would be too large', async () => {
    const random = seeded(5);
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
    const rows = 300;
    const features = names.map((name) => ({
      name,
      values: Float64Array.from({ length: rows }, () => random() * 9),
    }));
    const labels = Float64Array.from({ length: rows }, (_, row) => {
      const sum = features.reduce((total, { values }) => total + (values[row] as number), 0);
      return sum < 48 ? 0 : sum < 58 ? 1 : 2;
    });
    const options = readHyperparameters('multi:softmax', { num_class: '3', num_round: '20' });
    const model = boost(trainingParts, { features, labels }, options) as TrainedModel;
    const text = predictionMacro(model, 'wide');
    expect(text).toContain('list_max');
    await connection.run(text);
    await connection.run(
      `CREATE OR REPLACE TABLE t AS SELECT ${names.map((name, i) => `CASE WHEN (i + ${i}) % 7 = 0 THEN NULL ELSE (i * ${i + 3}) % 97 / 10 END AS ${name}`).join(', ')} FROM range(500) AS r(i)`,
    );
    const answers = await rowsOf(`SELECT wide(${names.join(', ')}), * FROM t`);
    const classes = new Set<unknown>();
    for (const [answer, ...row] of answers) {
      classes.add(answer);
      expect(answer).toBe(
        predict(
          model,
          Float64Array.from(row, (v) => (v === null ? Number.NaN : Number(v))),
        ),
      );
    }
    expect(classes.size).toBe(3);
  });

  it('takes NaN as missing, and integers, decimals and booleans as numbers', async () => {
    for (let seed = 0; seed < 20; seed++) {
      await connection.run(predictionMacro(trained(seed), 'f'));
      const [row] = await rowsOf(
        "SELECT f('NaN'::DOUBLE, NULL, 'NaN'::DOUBLE) = f(NULL, NULL, NULL), f(1::SMALLINT, true, 2.0) = f(1::DOUBLE, 1::DOUBLE, 2::DOUBLE)",
      );
      expect(row).toEqual([true, true]);
    }
  });

  it('evaluates an argument once a row', async () => {
    let calls = 0;
    const { DuckDBScalarFunction, DOUBLE } = await import('@duckdb/node-api');
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: 'counted',
        parameterTypes: [DOUBLE],
        returnType: DOUBLE,
        mainFunction: (_info, input, output) => {
          calls += input.rowCount;
          const values = input.getColumnVector(0);
          for (let row = 0; row < input.rowCount; row++) output.setItem(row, values.getItem(row));
          output.flush();
        },
      }),
    );
    for (const objective of ['multi:softmax', 'reg:squarederror']) {
      let seed = 0;
      while (
        randomProblem(seed).objective !== objective ||
        trained(seed).trees.every((t) => t.left_children.length < 7)
      )
        seed++;
      await connection.run(predictionMacro(trained(seed), 'f'));
      calls = 0;
      const [row] = await rowsOf('SELECT count(f(counted(i::DOUBLE), 1, 2)) FROM range(500) AS r(i)');
      expect(row).toEqual([500n]);
      expect(calls).toBe(500);
    }
  });
});
