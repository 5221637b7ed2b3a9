import { names } from './names.js';

/** What the Data API answers when too much is asked of it, and what any AWS API may answer on a bad day. */
export const throttled = {
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

/** The statuses of a statement that has not ended. */
export const RUNNING = "['SUBMITTED', 'PICKED', 'STARTED']";

/** Asked for the first time after a second, then every two: what takes long is not worth a question each second. */
export const PATIENCE = '{% $asked = 0 ? 1 : 2 %}';

/** Redshift's ways to say that another refresh of this view is at work or has just finished: the rows are there. */
const SOMEBODY_ELSE_DID =
  '/already.{0,20}refresh|being refreshed|serializable isolation|conflicts with concurrent/i';

/** Whether a view of `$views` has been refreshed: a condition on its fields. */
export const REFRESHED = `(status = 'FINISHED' or $contains(error, ${SOMEBODY_ELSE_DID}))`;

/** How each view of `$views` ended, for who reads the execution's output. */
export const HOW_VIEWS_ENDED = `{% $views.(${REFRESHED} ? {'view': view, 'refreshed': true} : {'view': view, 'refreshed': false, 'status': status, 'error': error}) %}`;

/** A call that failed for good counts as one failed refresh, not as a failed execution. */
const noteFailure = {
  ErrorEquals: ['States.ALL'],
  Output: {
    view: '{% $states.input.view %}',
    status: '{% $states.errorOutput.Error %}',
    error: "{% $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : '' %}",
  },
};

/** One call a view, side by side; the failed end as the others do. */
function eachView(state: string, failed: string, task: object) {
  return {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: state,
    States: {
      [state]: {
        Type: 'Task',
        ...task,
        Retry: [throttled],
        Catch: [{ ...noteFailure, Next: failed }],
        End: true,
      },
      [failed]: { Type: 'Succeed', Comment: 'The next round tries again' },
    },
  };
}

/**
 * The states that refresh the views named in `$due`, note in `$views` how, whatever it was, and go on to `next`. All
 * are submitted, then all that have not ended are asked for together: a state transition is what AWS asks money for.
 */
export function refreshViews(name: string, next: string) {
  return {
    'Submit the refreshes': {
      Type: 'Map',
      Items: '{% $due %}',
      ItemSelector: { view: '{% $states.context.Map.Item.Value %}' },
      MaxConcurrency: 3,
      ItemProcessor: eachView('Submit the refresh', 'Not submitted', {
        Resource: 'arn:aws:states:::aws-sdk:redshiftdata:executeStatement',
        Arguments: {
          ClusterIdentifier: names.cluster(name),
          Database: names.database,
          DbUser: names.admin,
          Sql: "{% 'REFRESH MATERIALIZED VIEW ' & $states.input.view %}",
          StatementName: names.refresh(name),
        },
        Output: {
          view: '{% $states.input.view %}',
          id: '{% $states.result.Id %}',
          status: 'SUBMITTED',
          error: "{% '' %}",
        },
      }),
      Assign: {
        // A view that is not due in this round keeps how it ended in an earlier one.
        views: '{% $append($states.result, $views[$not(view in $states.result.view)]) %}',
        asked: 0,
      },
      Next: 'Give them a moment',
    },
    'Give them a moment': { Type: 'Wait', Seconds: PATIENCE, Next: 'Ask how they go' },
    'Ask how they go': {
      Type: 'Map',
      Items: `{% [$views[status in ${RUNNING}]] %}`,
      MaxConcurrency: 3,
      ItemProcessor: eachView('Ask how it goes', 'No answer', {
        Resource: 'arn:aws:states:::aws-sdk:redshiftdata:describeStatement',
        Arguments: { Id: '{% $states.input.id %}' },
        Output: {
          view: '{% $states.input.view %}',
          id: '{% $states.input.id %}',
          status: '{% $states.result.Status %}',
          error: "{% $exists($states.result.Error) ? $states.result.Error : '' %}",
        },
      }),
      Assign: {
        views: '{% $views.($v := $; $told := $states.result[view = $v.view]; $exists($told) ? $told : $v) %}',
        asked: '{% $asked + 1 %}',
      },
      Next: 'Have they ended?',
    },
    'Have they ended?': {
      Type: 'Choice',
      Choices: [{ Condition: `{% $exists($views[status in ${RUNNING}]) %}`, Next: 'Give them a moment' }],
      Default: next,
    },
  };
}
