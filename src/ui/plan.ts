import type { Plan } from '../steps/plan.js';
import type { OutputMode } from './output.js';
import { styleOf } from './style.js';

/** The plan on one screen: where, what, how long, how much. */
export function planScreen(plan: Plan, mode: OutputMode): string {
  const style = styleOf(mode);
  const { config } = plan;
  const local = config.target === 'local';
  const row = (label: string, text: string) => `  ${style.dim(label.padEnd(10))} ${text}`;
  const lines = [
    '',
    style.bold(`Redshift Streaming Workshop${config.name === 'workshop' ? '' : ` '${config.name}'`}`),
    '',
    row(
      'where',
      local
        ? 'this computer: a local cloud on loopback, no AWS account'
        : `AWS, ${config.region}${config.profile ? `, profile ${config.profile}` : ''}`,
    ),
  ];
  plan.stacks.forEach((stack, index) => {
    const short = stack.name.slice(config.name.length + 1);
    lines.push(
      row(
        index === 0 ? 'stacks' : '',
        `${short.padEnd(18)} ${String(stack.resources).padStart(2)} resources  ${style.dim(stack.description)}`,
      ),
    );
  });
  lines.push(
    row(
      'sql',
      `${plan.sqlSteps.length} steps, from '${plan.sqlSteps[0]?.title}' to '${plan.sqlSteps.at(-1)?.title}'`,
    ),
    row('grafana', 'a workspace, its data source, the logistics dashboard'),
    row(
      'time',
      local
        ? 'less than a minute'
        : `${plan.minutes.from} to ${plan.minutes.to} minutes, most of it the cluster's own creation`,
    ),
    row(
      'cost',
      local
        ? 'nothing'
        : `about $${plan.cost.hour.toFixed(2)} an hour, $${(plan.cost.hour * 24).toFixed(0)} a day  ${style.dim(`(${plan.cost.source})`)}`,
    ),
    ...plan.cost.lines.map((line) => row('', style.dim(`${line.what.padEnd(38)} $${line.hour.toFixed(3)}`))),
    '',
  );
  return lines.join('\n');
}
