import type { WorkshopStatus } from '../steps/status.js';
import type { OutputMode } from './output.js';
import { count, styleOf } from './style.js';
import { table } from './table.js';

/** The state of everything on one screen. */
export function statusScreen(status: WorkshopStatus, mode: OutputMode): string {
  const style = styleOf(mode);
  const heading = (text: string) => `\n${style.bold(text)}`;
  const good = (text: string) =>
    /COMPLETE$|ACTIVE|ENABLED|SUCCEEDED|RUNNING|READY/.test(text) ? style.green(text) : style.yellow(text);
  const lines = [`${style.bold(status.name)} ${style.dim(`${status.target}, ${status.region}`)}`];
  lines.push(
    heading('Stacks'),
    ...status.stacks.map((stack) => `  ${stack.name.padEnd(34)} ${good(stack.status)}`),
  );
  lines.push(heading('Streams'));
  for (const stream of status.streams) {
    const view = status.views.find((each) => each.name === stream.name);
    const flow = view
      ? `${count(view.recordsIn)} records in, ${view.recordsPerSecond.toFixed(1)} a second${view.recordsSkipped > 0 ? `, ${count(view.recordsSkipped)} skipped` : ''}`
      : '';
    lines.push(
      `  ${stream.name.padEnd(18)} ${good(stream.status)}  ${stream.openShards} shards, ${stream.retentionHours} h  ${flow}`,
    );
  }
  if (status.streams.length === 0) lines.push('  none');
  lines.push(heading('Views'));
  if (status.views.length === 0) lines.push('  none yet');
  else {
    const views = table(
      [
        { name: 'view' },
        { name: 'rows', type: 'int8' },
        { name: 'last refresh (UTC)' },
        { name: 'freshness', type: 'float8' },
        { name: 'wait p50', type: 'float8' },
        { name: 'wait p99', type: 'float8' },
      ],
      status.views.map((view) => [
        view.name,
        count(view.rows),
        view.lastRefresh?.slice(0, 19) ?? 'never',
        seconds(view.freshnessSeconds),
        seconds(view.waitP50Seconds),
        seconds(view.waitP99Seconds),
      ]),
    );
    lines.push(...views.split('\n').map((line) => `  ${line}`));
    for (const view of status.views)
      if (view.error) lines.push(`  ${style.red(`${view.name}: the last refresh failed: ${view.error}`)}`);
  }
  const runs = status.refreshRuns.map(
    (run) => good(run.status) + (run.seconds === null ? '' : style.dim(` ${run.seconds.toFixed(0)} s`)),
  );
  lines.push(heading('State machine'), `  last runs: ${runs.join(', ') || 'none yet'}`);
  lines.push(
    heading('Schedules'),
    ...status.schedules.map((schedule) => `  ${schedule.name.padEnd(34)} ${good(schedule.state)}`),
  );
  lines.push(heading('Model'), ...modelLines(status.model, good));
  lines.push(
    heading('Dashboard'),
    status.workspace
      ? `  ${good(status.workspace.status)}  ${status.workspace.dashboardUrl}`
      : '  no workspace',
  );
  return lines.join('\n');
}

function seconds(value: number | null): string {
  if (value === null) return '–';
  return value < 120 ? `${value.toFixed(1)} s` : `${Math.round(value / 60)} min`;
}

/** The model in words: what it is at, how good it is, what it has done. */
function modelLines(model: WorkshopStatus['model'], good: (text: string) => string): string[] {
  if (!model) return ['  none yet'];
  const age = model.ageSeconds === null ? '' : longTime(model.ageSeconds);
  const facts = {
    TRAINING: [age && `${age} so far`],
    READY: [model.score && scoreWords(model.score), age && `made ${age} ago`],
    FAILED: [model.reason ?? 'no reason given', 'workshop setup trains it again'],
  }[model.state] ?? [age];
  const words = [good(model.state), ...facts.filter((fact) => fact)].join(', ');
  const lines = [`  ${model.name.padEnd(18)} ${words}`];
  if (model.predictions) {
    const { filled, waiting } = model.predictions;
    lines.push(`  ${'predictions'.padEnd(18)} ${count(filled)} orders predicted, ${count(waiting)} wait`);
  }
  return lines;
}

type Score = NonNullable<NonNullable<WorkshopStatus['model']>['score']>;

/** XGBoost's error rates are shares of rows; its other metrics are figures of their own kind. */
function scoreWords({ on, metric, value }: Score): string {
  const rows = on === 'validation' ? 'the rows kept back' : 'the rows learned from';
  return /^m?error$/.test(metric)
    ? `wrong on ${(value * 100).toFixed(1)} % of ${rows} (${on}:${metric})`
    : `${on}:${metric} ${value} on ${rows}`;
}

function longTime(value: number): string {
  if (value < 120) return `${Math.round(value)} s`;
  return value < 7200 ? `${Math.round(value / 60)} min` : `${Math.round(value / 3600)} h`;
}
