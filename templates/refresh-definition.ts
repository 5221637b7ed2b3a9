import { NONE_PREDICTED, predictWhatWaits } from './refresh-predictions.js';
import { HOW_VIEWS_ENDED, REFRESHED, refreshViews } from './refresh-views.js';

/** An execution refreshes at its start and every so many seconds after it. */
const INTERVAL_SECONDS = 10;
/** No round begins later than this after the start; by then the next minute's execution is about to begin. */
const LAST_ROUND_SECONDS = 55;

/** Refreshed each round. */
const EACH_ROUND = ['customer_stream', 'order_stream'];
/** Refreshed once an execution: each vehicle reports once a minute, so more often would show little more. */
const ONCE = 'fleet_stream';

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
  // What is refreshed once is due again as long as that has failed.
  const stillDue = `{% $append(${JSON.stringify(EACH_ROUND)}, $views[view = '${ONCE}' and $not(${REFRESHED})].view) %}`;
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
        Assign: { due: [...EACH_ROUND, ONCE], views: [], prediction: NONE_PREDICTED },
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
        Default: 'Submit the refreshes',
      },
      'Leave it to the other': { Type: 'Succeed' },
      ...refreshViews(name, 'Predict a batch'),
      ...predictWhatWaits(name, {
        another,
        round: { Assign: { due: stillDue }, Next: 'Wait for the next round' },
        end: 'Done',
      }),
      'Wait for the next round': {
        Type: 'Wait',
        Seconds: `{% $ceil((${step} - ${sinceStart} % ${step}) / 1000) %}`,
        Assign: { prediction: NONE_PREDICTED },
        Next: 'Submit the refreshes',
      },
      Done: { Type: 'Succeed', Output: { views: HOW_VIEWS_ENDED, prediction: '{% $prediction %}' } },
    },
  };
}
