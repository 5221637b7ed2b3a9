import { readFileSync } from 'node:fs';
import { packagePath } from '../src/package-root.js';
import { names } from './names.js';

/** An execution refreshes at its start and every so many seconds after it. */
const INTERVAL_SECONDS = 10;
/** No round begins later than this after the start; by then the next minute's execution is about to begin. */
const LAST_ROUND_SECONDS = 55;

/** Rows of a full batch: the LIMIT of the SQL. More may wait after one that came back full. */
const BATCH_ROWS = 20_000;
/** Batches a round: after a long pause the orders are predicted within a few rounds, and no round takes for ever. */
const BATCHES_A_ROUND = 10;

/** What the Data API answers when too much is asked of it, and what any AWS API may answer on a bad day. */
const throttled = {
  ErrorEquals: [
    'RedshiftData.ThrottlingException',
    'RedshiftData.ActiveStatementsExceededException',
    'RedshiftData.InternalServerException',
    'RedshiftData.RedshiftDataException',
  ],
  IntervalSeconds: 1,
  MaxAttempts: 4,
  BackoffRate: 2,
  MaxDelaySeconds: 8,
  JitterStrategy: 'FULL',
};

/** Redshift's ways to say that another refresh of this view is at work or has just finished: the rows are there. */
const SOMEBODY_ELSE_DID =
  '/already.{0,20}refresh|being refreshed|serializable isolation|conflicts with concurrent/i';

/** Refreshes one view: submits, asks each second until the statement has ended, and notes how, whatever it was. */
function refreshOneView(name: string) {
  return {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'Submit the refresh',
    States: {
      'Submit the refresh': {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:redshiftdata:executeStatement',
        Arguments: {
          ClusterIdentifier: names.cluster(name),
          Database: names.database,
          DbUser: names.admin,
          Sql: "{% 'REFRESH MATERIALIZED VIEW ' & $states.input.view %}",
          StatementName: names.refresh(name),
        },
        Output: { view: '{% $states.input.view %}', id: '{% $states.result.Id %}' },
        Retry: [throttled],
        Catch: [noteFailure],
        Next: 'Give it a second',
      },
      'Give it a second': { Type: 'Wait', Seconds: 1, Next: 'Ask how it goes' },
      'Ask how it goes': {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:redshiftdata:describeStatement',
        Arguments: { Id: '{% $states.input.id %}' },
        Output: {
          view: '{% $states.input.view %}',
          id: '{% $states.input.id %}',
          status: '{% $states.result.Status %}',
          error: "{% $exists($states.result.Error) ? $states.result.Error : '' %}",
        },
        Retry: [throttled],
        Catch: [noteFailure],
        Next: 'Has it ended?',
      },
      'Has it ended?': {
        Type: 'Choice',
        Choices: [
          {
            Condition: "{% $states.input.status in ['SUBMITTED', 'PICKED', 'STARTED'] %}",
            Next: 'Give it a second',
          },
          {
            Condition: `{% $states.input.status = 'FINISHED' or $contains($states.input.error, ${SOMEBODY_ELSE_DID}) %}`,
            Next: 'Refreshed',
          },
        ],
        Default: 'Not refreshed',
      },
      Refreshed: {
        Type: 'Succeed',
        Output: { view: '{% $states.input.view %}', refreshed: true },
      },
      'Not refreshed': {
        Type: 'Succeed',
        Comment: 'Noted; the next round tries again',
        Output: {
          view: '{% $states.input.view %}',
          refreshed: false,
          status: '{% $states.input.status %}',
          error: '{% $states.input.error %}',
        },
      },
    },
  };
}

/** A call that failed for good counts as one failed refresh, not as a failed execution. */
const noteFailure = {
  ErrorEquals: ['States.ALL'],
  Output: {
    view: '{% $states.input.view %}',
    status: '{% $states.errorOutput.Error %}',
    error: "{% $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : '' %}",
  },
  Next: 'Not refreshed',
};

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

/**
 * The states that predict what waits, batch by batch, and then go on to `next`. A batch that fails, because there is
 * no model or it is still training, is noted in the variable `prediction` and ends the round: nothing is lost by it,
 * since the orders wait until a batch takes them.
 */
function predictWhatWaits(name: string, next: string) {
  const noted = {
    ErrorEquals: ['States.ALL'],
    Assign: {
      prediction: {
        batches: '{% $prediction.batches %}',
        rows: '{% $prediction.rows %}',
        error:
          "{% $states.errorOutput.Error & ($exists($states.errorOutput.Cause) ? ': ' & $states.errorOutput.Cause : '') %}",
      },
    },
    Next: next,
  };
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
      Assign: { statement: '{% $states.result.Id %}' },
      Retry: [throttled],
      Catch: [noted],
      Next: 'Give the batch a second',
    },
    'Give the batch a second': { Type: 'Wait', Seconds: 1, Next: 'Ask how the batch goes' },
    'Ask how the batch goes': {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:redshiftdata:describeStatement',
      Arguments: { Id: '{% $statement %}' },
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
          Condition: "{% $states.input.status in ['SUBMITTED', 'PICKED', 'STARTED'] %}",
          Next: 'Give the batch a second',
        },
        {
          Condition: `{% $states.input.status = 'FINISHED' and $states.input.rows >= ${BATCH_ROWS} and $prediction.batches + 1 < ${BATCHES_A_ROUND} %}`,
          Assign: predicted,
          Next: 'Predict a batch',
        },
        { Condition: "{% $states.input.status = 'FINISHED' %}", Assign: predicted, Next: next },
      ],
      Default: 'Not predicted',
    },
    'Not predicted': {
      Type: 'Pass',
      Comment: 'Noted; the next round tries again',
      Assign: {
        prediction: {
          batches: '{% $prediction.batches %}',
          rows: '{% $prediction.rows %}',
          error: '{% $states.input.error %}',
        },
      },
      Next: next,
    },
  };
}

/** One batch more. */
const predicted = {
  prediction:
    "{% {'batches': $prediction.batches + 1, 'rows': $prediction.rows + $states.input.rows, 'error': ''} %}",
};

/**
 * The state machine that guarantees fresh views where AUTO REFRESH may be put off. Its name is in the statement's
 * name, so that the Redshift console tells its refreshes from others.
 *
 * It never overlaps itself: an execution that finds an older one running leaves the work to that one. The views are
 * refreshed side by side, then the orders that came are predicted; a round begins 10 s after the one before, or at
 * the next full ten seconds after one that took longer.
 */
export function refreshDefinition(name: string): object {
  const sinceStart = '($millis() - $toMillis($states.context.Execution.StartTime))';
  const step = INTERVAL_SECONDS * 1000;
  const another = `$floor(${sinceStart} / ${step} + 1) * ${INTERVAL_SECONDS} <= ${LAST_ROUND_SECONDS}`;
  return {
    Comment: `Refreshes the streaming views and predicts what came, every ${INTERVAL_SECONDS} seconds for about a minute`,
    QueryLanguage: 'JSONata',
    StartAt: 'Look for an older execution',
    TimeoutSeconds: 3600,
    States: {
      'Look for an older execution': {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:listExecutions',
        Arguments: { StateMachineArn: '{% $states.context.StateMachine.Id %}', StatusFilter: 'RUNNING' },
        Output: {
          older:
            '{% $count($states.result.Executions[ExecutionArn != $states.context.Execution.Id and ' +
            '($toMillis(StartDate) < $toMillis($states.context.Execution.StartTime) or ' +
            '($toMillis(StartDate) = $toMillis($states.context.Execution.StartTime) and ExecutionArn < $states.context.Execution.Id))]) %}',
        },
        Retry: [
          {
            ErrorEquals: ['States.TaskFailed'],
            IntervalSeconds: 1,
            MaxAttempts: 3,
            BackoffRate: 2,
            JitterStrategy: 'FULL',
          },
        ],
        Next: 'Is one at work?',
      },
      'Is one at work?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.older > 0 %}', Next: 'Leave it to the other' }],
        Default: 'Refresh the views',
      },
      'Leave it to the other': { Type: 'Succeed' },
      'Refresh the views': {
        Type: 'Map',
        Items: ['customer_stream', 'order_stream', 'fleet_stream'],
        ItemSelector: { view: '{% $states.context.Map.Item.Value %}' },
        MaxConcurrency: 3,
        ItemProcessor: refreshOneView(name),
        Assign: { views: '{% $states.result %}', prediction: "{% {'batches': 0, 'rows': 0, 'error': ''} %}" },
        Next: 'Predict a batch',
      },
      ...predictWhatWaits(name, 'Is the minute over?'),
      'Is the minute over?': {
        Type: 'Choice',
        Choices: [{ Condition: `{% ${another} %}`, Next: 'Wait for the next round' }],
        Default: 'Done',
      },
      'Wait for the next round': {
        Type: 'Wait',
        Seconds: `{% $ceil((${step} - ${sinceStart} % ${step}) / 1000) %}`,
        Next: 'Refresh the views',
      },
      Done: { Type: 'Succeed', Output: { views: '{% $views %}', prediction: '{% $prediction %}' } },
    },
  };
}
