import { names } from './names.js';

/** An execution refreshes at its start and every so many seconds after it. */
const INTERVAL_SECONDS = 10;
/** No round begins later than this after the start; by then the next minute's execution is about to begin. */
const LAST_ROUND_SECONDS = 55;

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
 * The state machine that guarantees fresh views where AUTO REFRESH may be put off. Its name is in the statement's
 * name, so that the Redshift console tells its refreshes from others.
 *
 * It never overlaps itself: an execution that finds an older one running leaves the work to that one. Both views are
 * refreshed side by side; a round begins 10 s after the one before, or at once after a refresh that took longer.
 */
export function refreshDefinition(name: string): object {
  const sinceStart = '($millis() - $toMillis($states.context.Execution.StartTime))';
  const step = INTERVAL_SECONDS * 1000;
  return {
    Comment: `Refreshes the streaming views every ${INTERVAL_SECONDS} seconds for about a minute`,
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
        Items: ['customer_stream', 'order_stream'],
        ItemSelector: { view: '{% $states.context.Map.Item.Value %}' },
        MaxConcurrency: 2,
        ItemProcessor: refreshOneView(name),
        Output: {
          views: '{% $states.result %}',
          pause: `{% $ceil((${step} - ${sinceStart} % ${step}) / 1000) %}`,
          another: `{% $floor(${sinceStart} / ${step} + 1) * ${INTERVAL_SECONDS} <= ${LAST_ROUND_SECONDS} %}`,
        },
        Next: 'Is the minute over?',
      },
      'Is the minute over?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.another %}', Next: 'Wait for the next round' }],
        Default: 'Done',
      },
      'Wait for the next round': {
        Type: 'Wait',
        Seconds: '{% $states.input.pause %}',
        Next: 'Refresh the views',
      },
      Done: { Type: 'Succeed', Output: { views: '{% $states.input.views %}' } },
    },
  };
}
