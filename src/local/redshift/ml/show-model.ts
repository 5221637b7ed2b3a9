import { requireSchema } from '../catalog/privileges.js';
import type { QualifiedName } from '../dialect/command-parts.js';
import { SqlError } from '../dialect/sql-error.js';
import { parseType } from '../dialect/types.js';
import type { Execution } from '../engine/execution.js';
import type { Outcome } from '../engine/outcome.js';
import { findModel, mayExecute } from './find-model.js';
import type { ModelRecord } from './model-record.js';

type Row = [key: string, value: string];

/** SHOW MODEL ALL: the models that the user may use. */
async function showAll(execution: Execution): Promise<Outcome> {
  const { catalog, session } = execution;
  const user = catalog.user(session.user);
  const rows = catalog
    .all('model')
    .filter((model) => mayExecute(catalog, user, model))
    .map((model): Row => [model.schema, model.name])
    .sort((a, b) => (a.join('.') < b.join('.') ? -1 : 1));
  return answer(execution, ['Schema Name', 'Model Name'], rows);
}

/**
 * SHOW MODEL { ALL | name }: rows of a key and a value, in the order and under the names that the Developer Guide's
 * tutorials print.
 * @throws SqlError for who neither owns the model nor may predict with it
 */
export async function showModel(execution: Execution, name: QualifiedName | undefined): Promise<Outcome> {
  if (name === undefined) return showAll(execution);
  const { catalog, session } = execution;
  const user = catalog.user(session.user);
  const model = findModel(catalog, session, name);
  requireSchema(catalog, user, model.schema, 'USAGE');
  if (!mayExecute(catalog, user, model))
    throw new SqlError(`permission denied for model ${model.name}`, '42501');
  const owner = user.superuser || model.owner === user.name;
  return answer(execution, ['Key', 'Value'], rowsOf(model, owner));
}

/** What SHOW MODEL prints of a model. Cost, role, bucket and key are the owner's to see. */
export function rowsOf(model: ModelRecord, owner: boolean): Row[] {
  const own = (...rows: Row[]) => (owner ? rows : []);
  const [first = '', ...more] = model.query.split('\n');
  const args = model.function.arguments;
  const kind: Row[] = model.auto
    ? [
        ['Model Type', 'auto'],
        ['Problem Type', model.problem],
        ['Objective', model.objective],
        ['AutoML Job Name', model.job],
      ]
    : [
        ['Model Type', 'xgboost'],
        ['Training Job Name', model.job],
      ];
  return [
    ['Model Name', model.name],
    ['Schema Name', model.schema],
    ['Owner', model.owner],
    ['Creation Time', creationTime(model.createdAt)],
    ['Model State', model.state],
    ...(model.reason === undefined ? [] : [['Failure Reason', model.reason] as Row]),
    ...(model.scores ?? []).map(({ name, value }): Row => [name, value.toFixed(6)]),
    // Nothing is paid for a training on one's own machine.
    ...own(['Estimated Cost', '0.000000']),
    ['', ''],
    ['TRAINING DATA:', ''],
    ['Query', first],
    ...more.map((line): Row => ['', line]),
    ['Target Column', model.target.name.toUpperCase()],
    ['', ''],
    ['PARAMETERS:', ''],
    ...kind,
    ['Function Name', model.function.name],
    ['Function Parameters', args.map((one) => one.name).join(' ')],
    ['Function Parameter Types', args.map((one) => parseType(one.type).name).join(' ')],
    ...own(['IAM Role', model.folder.iamRole], ['S3 Bucket', model.folder.bucket]),
    ...own(...(model.kmsKeyId === undefined ? [] : [['KMS Key', model.kmsKeyId] as Row])),
    ['Max Runtime', String(model.maxRuntime)],
    ...(model.auto ? [] : hyperparameters(model)),
  ];
}

function hyperparameters(model: ModelRecord): Row[] {
  const all: Row[] = [...Object.entries(model.hyperparameters), ['objective', model.objective]];
  return [['', ''], ['HYPERPARAMETERS:', ''], ...all.sort(([a], [b]) => (a < b ? -1 : 1))];
}

/** As the tutorials print it: `Tue, 21.06.2022 19:07:35`. */
function creationTime(milliseconds: number): string {
  const [weekday = ''] = new Date(milliseconds).toUTCString().split(',');
  const [date = '', time = ''] = new Date(milliseconds).toISOString().split('T');
  return `${weekday}, ${date.split('-').reverse().join('.')} ${time.slice(0, 8)}`;
}

async function answer(execution: Execution, names: [string, string], rows: Row[]): Promise<Outcome> {
  execution.sink.columns(
    names.map((name) => ({
      name,
      type: { name: 'varchar', length: 65535 },
      schemaName: '',
      tableName: '',
    })),
  );
  await execution.sink.rows(rows);
  return { hasResultSet: true, rowCount: rows.length, notices: [] };
}
