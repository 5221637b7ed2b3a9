import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bothServices,
  bucket,
  createModel,
  type ModelWarehouse,
  parcels,
  permit,
  restarted,
  startModels,
  statements,
  trust,
  xgboost,
} from './fixture.js';

let models: ModelWarehouse;

beforeAll(async () => {
  models = await startModels();
  await models.sql(parcels);
});
afterAll(() => models?.test.stop());

const auto = '';
const settings = (text: string) => ({ settings: `SETTINGS (${text})` });
const from = (query: string) => ({ from: `(${query})` });

describe('CREATE MODEL refuses', () => {
  it.each<[string, Parameters<typeof createModel>[0], string]>([
    [
      'under 500 rows',
      from('SELECT hour, delay FROM parcels LIMIT 499'),
      'The training data has 499 rows; CREATE MODEL needs at least 500 rows',
    ],
    [
      'one class only',
      from('SELECT hour, 1 AS delay FROM parcels'),
      'The target column must have at least two distinct values for a classification',
    ],
    [
      'a text feature with AUTO OFF',
      from('SELECT state, delay FROM parcels'),
      'Column "state" of type character varying cannot be used as a feature when AUTO is OFF',
    ],
    [
      'a text label with AUTO OFF',
      { ...from('SELECT hour, state FROM parcels'), target: 'state' },
      'Column "state" of type character varying cannot be used as the target when AUTO is OFF',
    ],
    [
      'a missing target',
      { target: 'nothing' },
      'Target column "nothing" does not exist in the training data',
    ],
    [
      'NULL labels',
      from('SELECT hour, NULLIF(delay, 2) AS delay FROM parcels'),
      'Target column "delay" has 664 NULL values',
    ],
    [
      'a DECIMAL target',
      from('SELECT hour, delay::DECIMAL(4,1) AS delay FROM parcels'),
      'Column "delay" of type numeric cannot be used as the target of a model',
    ],
    [
      'a date target',
      {
        ...from("SELECT hour, DATEADD(day, delay, '2026-01-01'::DATE)::DATE AS delay FROM parcels"),
        how: auto,
      },
      'Column "delay" of type date cannot be used as the target of a model',
    ],
    [
      'a SUPER target',
      { ...from("SELECT hour, JSON_PARSE('1') AS delay FROM parcels"), how: auto },
      'Column "delay" of type super cannot be used as the target of a model',
    ],
    [
      'a SUPER feature',
      { ...from("SELECT JSON_PARSE('1') AS hour, delay FROM parcels"), how: auto },
      'Column "hour" of type super cannot be used as a feature when AUTO is ON',
    ],
    ['a label alone', from('SELECT delay FROM parcels'), 'The training data must have at least two columns'],
    ['a table that is not there', { from: 'nowhere' }, 'relation "nowhere" does not exist'],
    ['no bucket', settings('MAX_RUNTIME 60'), 'S3_BUCKET is required in SETTINGS'],
    ['no settings', { settings: '' }, 'S3_BUCKET is required in SETTINGS'],
    [
      'a bucket that is not there',
      settings("S3_BUCKET 'absent-bucket'"),
      'S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket',
    ],
    [
      'a role that is not attached',
      { role: "'arn:aws:iam::000000000000:role/other'" },
      'is not authorized to assume IAM Role arn:aws:iam::000000000000:role/other',
    ],
    [
      'MAX_CELLS for too few rows',
      settings(`S3_BUCKET '${bucket}', MAX_CELLS 600`),
      'MAX_CELLS leaves 200 rows; CREATE MODEL needs at least 500 rows',
    ],
    [
      'other models by name',
      { how: "AUTO OFF MODEL_TYPE KMEANS PREPROCESSORS 'none' HYPERPARAMETERS DEFAULT EXCEPT (K '5')" },
      'MODEL_TYPE KMEANS is not supported by the local Redshift',
    ],
    [
      'AUTO OFF without a model type',
      { how: "AUTO OFF OBJECTIVE 'multi:softmax' PREPROCESSORS 'none' HYPERPARAMETERS DEFAULT" },
      'MODEL_TYPE is required when AUTO is OFF',
    ],
    [
      'PROBLEM_TYPE with AUTO OFF',
      { how: 'AUTO OFF MODEL_TYPE XGBOOST PROBLEM_TYPE REGRESSION' },
      'PROBLEM_TYPE is not supported when AUTO is OFF',
    ],
    [
      'AUTO OFF without PREPROCESSORS',
      { how: "AUTO OFF MODEL_TYPE XGBOOST OBJECTIVE 'multi:softmax' HYPERPARAMETERS DEFAULT" },
      "PREPROCESSORS must be 'none' when AUTO is OFF",
    ],
    ['no NUM_CLASS', { how: xgboost("NUM_ROUND '5'") }, 'multi:softmax needs the hyperparameter num_class'],
    [
      'an unknown hyperparameter',
      { how: xgboost("NUM_CLASS '3', SPEED '9'") },
      'The hyperparameter speed is not supported here',
    ],
    [
      'HYPERPARAMETERS with AUTO ON',
      { how: 'AUTO ON HYPERPARAMETERS DEFAULT' },
      'HYPERPARAMETERS can only be given when AUTO is OFF',
    ],
    [
      'an objective of another problem',
      { how: "PROBLEM_TYPE REGRESSION OBJECTIVE 'F1'" },
      "OBJECTIVE 'F1' is not valid for PROBLEM_TYPE REGRESSION",
    ],
    ['an unknown objective', { how: "OBJECTIVE 'Luck'" }, "OBJECTIVE 'Luck' is not valid when AUTO is ON"],
    [
      'too many classes',
      { how: 'PROBLEM_TYPE BINARY_CLASSIFICATION' },
      'The target column has more than 2 distinct values',
    ],
    [
      'arguments of another number',
      { function: 'f(int)' },
      'Function f has 1 arguments, the training data has 2 features',
    ],
    [
      'arguments of another type',
      { function: 'f(int, varchar)' },
      'Argument 2 of function f is character varying, column "distance" is integer',
    ],
  ])('%s', async (_, clauses, words) => {
    expect(await models.failure(createModel(clauses))).toContain(words);
    expect(await models.keys()).toEqual([]);
  });

  it('a bucket that does not exist, where the role may use any', async () => {
    await permit(models, [
      ...Object.values(statements(models.roleArn)),
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ]);
    const words = await models.failure(createModel(settings("S3_BUCKET 'absent-bucket'")));
    expect(words).toMatch(
      /^S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket/,
    );
    await permit(models, Object.values(statements(models.roleArn)));
  });

  it.each<[keyof ReturnType<typeof statements>, RegExp]>([
    [
      'bucket',
      /^S3ServiceException:User: .* is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::model-bucket" .*,Status 403,Error AccessDenied$/,
    ],
    [
      'objects',
      /^S3ServiceException:User: .* is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::model-bucket\/.*,Status 403,Error AccessDenied$/,
    ],
    ['images', /is not authorized to perform: ecr:BatchCheckLayerAvailability on resource: \*/],
    ['logs', /is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:/],
    ['metrics', /is not authorized to perform: cloudwatch:PutMetricData on resource: \*/],
    [
      'jobs',
      /is not authorized to perform: sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:us-east-1:\d+:training-job\/redshiftml-\d+-xgboost/,
    ],
    ['pass', /is not authorized to perform: iam:PassRole on resource: arn:aws:iam::\d+:role\/warehouse/],
  ])('a role without its %s statement', async (missing, words) => {
    const { [missing]: _, ...rest } = statements(models.roleArn);
    await permit(models, Object.values(rest));
    expect(await models.failure(createModel())).toMatch(words);
    await permit(models, Object.values(statements(models.roleArn)));
  });

  it('a role that SageMaker may not assume', async () => {
    const { roleArn } = models;
    await trust(models, ['redshift.amazonaws.com']);
    // What was assumed before holds on in the process's memory.
    models = await restarted(models);
    expect(await models.failure(createModel())).toBe(
      `SageMaker error: Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role. (ValidationException)`,
    );
    await trust(models, bothServices);
  });
});
