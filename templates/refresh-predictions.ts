import { readFileSync } from 'node:fs';
import { packagePath } from '../src/package-root.js';
import { names } from './names.js';
import { PATIENCE, RUNNING, throttled } from './refresh-views.js';

/** Rows of a full batch: the LIMIT of the SQL. More may wait after one that came back full. */
const BATCH_ROWS = 20_000;
/** Batches a round: after a long pause the orders are predicted within a few rounds, and no round takes for ever. */
const BATCHES_A_ROUND = 10;

/**
 * The SQL of one batch, from the step that anybody can run by hand: its file in one line, without the header and the semicolon.
 * @throws Error when the LIMIT is not what this definition takes for a full batch
 */
export function predictionSql(): string {
  const file = readFileSync(packagePath('sql', '24-predict.sql'), 'utf8').replace(/^\uFEFF/, '');
  const sql = file
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('--'))
    .join(' ')
    .replace(/;$/, '');
  if (!new RegExp(`\\bLIMIT ${BATCH_ROWS}\\b`).test(sql) || sql.includes('{%'))
    throw new Error(`sql/24-predict.sql does not predict ${BATCH_ROWS} orders at once`);
  return sql;
}

/** No batch yet: what `$prediction` is when a round begins. */
export const NONE_PREDICTED = "{% {'batches': 0, 'rows': 0, 'error': ''} %}";

/** One batch more, or why there is none. */
const prediction =
  "{% $states.input.status = 'FINISHED' ? {'batches': $prediction.batches + 1, 'rows': $prediction.rows + $states.input.rows, 'error': ''} : " +
  "{'batches': $prediction.batches, 'rows': $prediction.rows, 'error': $states.input.error} %}";

/** A call that failed for good is told as a batch that did. */
const noted = {
  ErrorEquals: ['States.ALL'],
  Output: {
    status: 'FAILED',
    rows: 0,
    error:
      "{% $states.errorOutput.Error & ($exists($states.errorOutput.Cause) ? ': ' & $states.errorOutput.Cause : '') %}",
  },
  Next: 'Has the batch ended?',
};

/** Where the machine goes on after the last batch of a round. */
export interface AfterRound {
  /** Whether there is another round, in JSONata. */
  another: string;
  /** What that is told, and where it begins. */
  round: { Assign: Record<string, string>; Next: string };
  end: string;
}

/**
 * The states that predict what waits, batch by batch. A batch that fails, because there is no model or it is still
 * training, is noted in the variable `prediction` and ends the round: nothing is lost by it, since the orders wait
 * until a batch takes them.
 */
export function predictWhatWaits(name: string, { another, round, end }: AfterRound) {
  return {
    'Predict a batch': {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:redshiftdata:executeStatement',
      Arguments: {
        ClusterIdentifier: names.cluster(name),
        Database: names.database,
        DbUser: names.admin,
        Sql: predictionSql(),
        StatementName: names.refresh(name),
      },
      Assign: { statement: '{% $states.result.Id %}', asked: 0 },
      Retry: [throttled],
      Catch: [noted],
      Next: 'Give the batch a moment',
    },
    'Give the batch a moment': { Type: 'Wait', Seconds: PATIENCE, Next: 'Ask how the batch goes' },
    'Ask how the batch goes': {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:redshiftdata:describeStatement',
      Arguments: { Id: '{% $statement %}' },
      Assign: { asked: '{% $asked + 1 %}' },
      Output: {
        status: '{% $states.result.Status %}',
        rows: '{% $exists($states.result.ResultRows) ? $states.result.ResultRows : 0 %}',
        error: "{% $exists($states.result.Error) ? $states.result.Error : '' %}",
      },
      Retry: [throttled],
      Catch: [noted],
      Next: 'Has the batch ended?',
    },
    'Has the batch ended?': {
      Type: 'Choice',
      Choices: [
        {
          Condition: `{% $states.input.status in ${RUNNING} %}`,
          Next: 'Give the batch a moment',
        },
        {
          Condition: `{% $states.input.status = 'FINISHED' and $states.input.rows >= ${BATCH_ROWS} and $prediction.batches + 1 < ${BATCHES_A_ROUND} %}`,
          Assign: { prediction },
          Next: 'Predict a batch',
        },
        {
          Condition: `{% ${another} %}`,
          Assign: { prediction, ...round.Assign },
          Next: round.Next,
        },
        { Condition: '{% true %}', Assign: { prediction }, Next: end },
      ],
    },
  };
}
