import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../../src/local/redshift/dialect/command.js';
import type { ModelDefinition } from '../../../../src/local/redshift/dialect/command-parts.js';
import { SqlError } from '../../../../src/local/redshift/dialect/sql-error.js';

function failure(text: string): SqlError {
  try {
    classify(text);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

/** The statement as the Developer Guide orders it, a clause an entry. */
function clauses(model: ModelDefinition): string[] {
  const { from, settings } = model;
  const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  const parameters = Object.entries(model.hyperparameters ?? {}).map(
    ([key, value]) => `${key} ${text(value)}`,
  );
  const list = [
    settings.s3Bucket === undefined ? [] : [`S3_BUCKET ${text(settings.s3Bucket)}`],
    settings.tags === undefined ? [] : [`TAGS ${text(settings.tags)}`],
    settings.kmsKeyId === undefined ? [] : [`KMS_KEY_ID ${text(settings.kmsKeyId)}`],
    settings.s3GarbageCollect === undefined
      ? []
      : [`S3_GARBAGE_COLLECT ${settings.s3GarbageCollect ? 'ON' : 'OFF'}`],
    settings.maxCells === undefined ? [] : [`MAX_CELLS ${settings.maxCells}`],
    settings.maxRuntime === undefined ? [] : [`MAX_RUNTIME ${settings.maxRuntime}`],
    settings.horizon === undefined ? [] : [`HORIZON ${settings.horizon}`],
  ].flat();
  return [
    'CREATE MODEL s.m',
    `FROM ${'query' in from ? `(${from.query})` : from.table.name}`,
    model.target === undefined ? '' : `TARGET ${model.target}`,
    `FUNCTION ${model.function.name}${model.argumentTypes ? `(${model.argumentTypes.join(', ')})` : ''}`,
    `IAM_ROLE ${model.iamRole === 'default' ? 'default' : text(model.iamRole)}`,
    `AUTO ${model.auto ? 'ON' : 'OFF'}`,
    model.modelType === undefined ? '' : `MODEL_TYPE ${model.modelType}`,
    model.problemType === undefined ? '' : `PROBLEM_TYPE ${model.problemType}`,
    model.objective === undefined ? '' : `OBJECTIVE ${text(model.objective)}`,
    model.preprocessors === undefined ? '' : `PREPROCESSORS ${text(model.preprocessors)}`,
    model.hyperparameters === undefined
      ? ''
      : `HYPERPARAMETERS DEFAULT${parameters.length > 0 ? ` EXCEPT (${parameters.join(', ')})` : ''}`,
    list.length === 0 ? '' : `SETTINGS (${list.join(', ')})`,
  ].filter((clause) => clause !== '');
}

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}_x$/);
const word = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((text) => text.toLowerCase() !== 'default');
const count = fc.integer({ min: 1, max: 1e9 });
const absentOr = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const definition = fc
  .record({
    from: fc.oneof(
      name.map((table) => ({ table: { name: table, start: 0 } })),
      fc
        .tuple(name, word, name)
        .map(
          ([a, b, c]) =>
            `SELECT ${a}, (CASE WHEN x = '${b.replaceAll('\\', '').replaceAll("'", "''")}' THEN 1 END) AS y FROM ${c}`,
        )
        .map((query) => ({ query, queryOffset: 0 })),
    ),
    target: absentOr(name),
    function: name.map((called) => ({ name: called, start: 0 })),
    argumentTypes: absentOr(
      fc.array(fc.constantFrom('int4', 'float8', 'varchar(20)', 'numeric(10,2)', 'bool'), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
    iamRole: fc.oneof(fc.constant('default'), word),
    auto: fc.boolean(),
    modelType: absentOr(fc.constantFrom('xgboost', 'mlp', 'linear_learner', 'kmeans', 'forecast')),
    problemType: absentOr(
      fc.constantFrom('regression', 'binary_classification', 'multiclass_classification'),
    ),
    objective: absentOr(word),
    preprocessors: absentOr(word),
    hyperparameters: absentOr(fc.dictionary(name, word, { maxKeys: 4, noNullPrototype: true })),
    settings: fc.record({
      s3Bucket: absentOr(word),
      tags: absentOr(word),
      kmsKeyId: absentOr(word),
      s3GarbageCollect: absentOr(fc.boolean()),
      maxCells: absentOr(count),
      maxRuntime: absentOr(count),
      horizon: absentOr(count),
    }),
  })
  .map((model) => model as ModelDefinition);

/** Without what is absent, and without places in the text. */
const plain = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (key, inner) => (key === 'start' || key === 'queryOffset' ? undefined : inner)),
  );

describe('CREATE MODEL is read', () => {
  it('as it was printed', () => {
    fc.assert(
      fc.property(definition, fc.boolean(), (model, lower) => {
        const text = clauses(model).join(lower ? '\n' : '  /* and */ ');
        const command = classify(text);
        expect(command.kind).toBe('create-model');
        if (command.kind !== 'create-model') return;
        expect(plain(command.model)).toEqual(plain(model));
        expect(command.name).toMatchObject({ schema: 's', name: 'm' });
      }),
    );
  });

  it('only with its clauses in order, each once', () => {
    fc.assert(
      fc.property(definition, fc.nat(), fc.nat(), (model, a, b) => {
        const all = clauses(model);
        const [from, to] = [1 + (a % (all.length - 1)), 1 + (b % (all.length - 1))];
        if (from === to) return;
        const [moved = ''] = all.splice(from, 1);
        all.splice(to, 0, moved);
        expect(failure(all.join('\n')).message).toMatch(/syntax error|is not supported/);
      }),
    );
  });

  it('with AUTO ON where nothing is said', () => {
    const command = classify(
      "CREATE MODEL m FROM t TARGET y FUNCTION f IAM_ROLE default SETTINGS (S3_BUCKET 'b')",
    );
    expect(command).toMatchObject({
      kind: 'create-model',
      model: { auto: true, iamRole: 'default', settings: { s3Bucket: 'b' } },
    });
  });

  it.each([
    ['CREATE MODEL m TARGET y FUNCTION f IAM_ROLE default', 'syntax error at or near "TARGET"'],
    ['CREATE MODEL m FROM t FUNCTION f', 'syntax error at end of input'],
    [
      'CREATE MODEL m FROM t FUNCTION f IAM_ROLE default MODEL_TYPE FOREST',
      'syntax error at or near "FOREST"',
    ],
    [
      'CREATE MODEL m FROM t FUNCTION f IAM_ROLE default SETTINGS (S3_BUKET 1)',
      'syntax error at or near "S3_BUKET"',
    ],
    [
      'CREATE MODEL m FROM t FUNCTION f IAM_ROLE default SETTINGS (MAX_CELLS 0)',
      'syntax error at or near "0"',
    ],
    [
      "CREATE MODEL m FROM t FUNCTION f IAM_ROLE default HYPERPARAMETERS DEFAULT EXCEPT (A '1', a '2')",
      'Hyperparameter a is given twice',
    ],
    [
      "CREATE MODEL m FROM 'job' FUNCTION f (int) RETURNS int IAM_ROLE default",
      'CREATE MODEL from a SageMaker job or an artifact of your own is not supported by the local Redshift',
    ],
    [
      "CREATE MODEL m FUNCTION f (int) RETURNS int SAGEMAKER 'e' IAM_ROLE default",
      'CREATE MODEL with a model of your own (RETURNS, SAGEMAKER) is not supported by the local Redshift',
    ],
  ])('%s: %s', (text, words) => {
    expect(failure(text).message).toBe(words);
  });

  it('beside SHOW, DROP and GRANT', () => {
    expect(classify('SHOW MODEL a.b')).toMatchObject({
      kind: 'show-model',
      name: { schema: 'a', name: 'b' },
    });
    expect(classify('DROP MODEL IF EXISTS b')).toMatchObject({ kind: 'drop-model', ifExists: true });
    expect(classify('GRANT CREATE MODEL TO u')).toMatchObject({
      kind: 'grant-system',
      grantees: { users: ['u'] },
    });
    expect(classify('REVOKE CREATE MODEL FROM GROUP g')).toMatchObject({
      kind: 'revoke-system',
      grantees: { groups: ['g'] },
    });
    expect(classify('GRANT EXECUTE ON MODEL m TO u')).toMatchObject({
      kind: 'grant',
      on: { kind: 'models' },
    });
  });
});
