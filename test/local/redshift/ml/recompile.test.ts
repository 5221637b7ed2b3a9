import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactOf, compilerVersion, functionSql } from '../../../../src/local/redshift/ml/artifact.js';
import type { ModelRecord } from '../../../../src/local/redshift/ml/model-record.js';
import type { TrainedModel } from '../../../../src/local/redshift/ml/trees/model.js';
import { afterKill, createModel, type ModelWarehouse, parcels, startModels } from './fixture.js';

let models: ModelWarehouse;

beforeAll(async () => {
  models = await startModels();
  await models.sql(parcels);
  await models.sql(createModel());
  await models.trained('m');
});
afterAll(() => models?.test.stop());

/** Runs statements on the database of a cloud that is not running. */
const inDatabase = (statements: (id: string) => string[]) => async (folder: string) => {
  const file = join(folder, 'redshift', 'workshop-cluster', 'database.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const found = await connection.runAndReadAll(
    "SELECT value->>'id' FROM redshift_catalog.entries WHERE kind = 'model'",
  );
  for (const statement of statements(String(found.getRows()[0]?.[0]))) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
};

const wrong = (id: string) => `CREATE OR REPLACE MACRO rs_model_${id}(a0, a1) AS 7`;
const withCompiler = (compiler: string) =>
  `UPDATE redshift_catalog.entries SET value = json_merge_patch(value, '{"compiler": ${compiler}}') WHERE kind = 'model'`;

describe('a model that another compiler made', () => {
  it.each(['null', '0', String(compilerVersion + 1)])(
    'is compiled anew from its artifact (%s)',
    async (version) => {
      await afterKill(
        models,
        async (found) => {
          await expect.poll(() => found.sql('SELECT f(20, 100)'), { timeout: 20_000 }).toEqual([[2]]);
          expect(await found.show('m')).toMatchObject({ 'Model State': 'READY' });
        },
        inDatabase((id) => [wrong(id), withCompiler(version)]),
      );
    },
  );

  it('is left alone by its own compiler, and where its artifact cannot be read', async () => {
    const lost = "UPDATE redshift_catalog.model_artifacts SET artifact = '{}'";
    for (const statements of [[withCompiler(String(compilerVersion))], [withCompiler('0'), lost]]) {
      await afterKill(
        models,
        async (found) => {
          expect(await found.sql('SELECT f(20, 100)')).toEqual([[7]]);
          // The trainings of a cluster go on all the same.
          await found.sql(createModel({ name: 'next', function: 'g' }));
          expect(await found.trained('next')).toMatchObject({ 'Model State': 'READY' });
          expect(await found.sql('SELECT f(20, 100), g(20, 100)')).toEqual([[7, 2]]);
        },
        inDatabase((id) => [wrong(id), ...statements]),
      );
    }
  });
});

describe('the compiler', () => {
  const tree = (feature: number, condition: number, low: number, high: number) => ({
    split_indices: [feature, 0, 0],
    split_conditions: [condition, 0, 0],
    default_left: [true, false, false],
    left_children: [1, -1, -1],
    right_children: [2, -1, -1],
    leaf_values: [0, low, high],
    loss_changes: [1, 0, 0],
    sum_hessian: [2, 1, 1],
  });
  const trained = (objective: string, classes: number, features: number): TrainedModel => ({
    version: 1,
    objective: objective as TrainedModel['objective'],
    features: Array.from({ length: features }, (_, at) => `f${at}`),
    classes,
    hyperparameters: {} as TrainedModel['hyperparameters'],
    base_margin: 0.5,
    trees: [tree(0, 8, 0.25, -0.25), tree(1, 250, -0.5, 0.5), tree(0, 16, 0.125, 1)],
    rows: { train: 1, validation: 0 },
    metrics: [],
  });
  const record = (returns: string, labels?: string[]) =>
    ({
      id: 1,
      function: {
        schema: 'public',
        name: 'f',
        arguments: ['int4', 'varchar(5)', 'timestamp'].map((type, at) => ({ name: `a${at}`, type })),
        returns,
      },
      ...(labels ? { labels } : {}),
    }) as ModelRecord;
  const encodings = [
    { kind: 'number' as const, argument: 0 },
    { kind: 'category' as const, argument: 1, categories: ['NSW', "V'C"] },
    { kind: 'hour' as const, argument: 2 },
    { kind: 'weekday' as const, argument: 2 },
  ];

  it('has another version when it makes other functions', () => {
    const made = [
      functionSql(
        record('int4'),
        artifactOf({ encodings, model: trained('multi:softmax', 3, 4), scores: [] }),
      ),
      functionSql(
        record('float8'),
        artifactOf({ encodings, model: trained('reg:squarederror', 1, 4), scores: [] }),
      ),
      functionSql(
        record('varchar(5)', ['no', 'yes']),
        artifactOf({ encodings, model: trained('binary:logistic', 2, 4), scores: [] }),
      ),
    ];
    const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16);
    // Where this fails, raise compilerVersion: models that stand in databases are compiled anew then.
    expect({ compilerVersion, digest }).toEqual({ compilerVersion: 1, digest: '97b8f27c88188783' });
  });
});
