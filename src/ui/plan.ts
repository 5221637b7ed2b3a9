import { defaultName } from '../config.js';
import type { Plan } from '../steps/plan.js';
import type { OutputMode } from './output.js';
import { styleOf } from './style.js';
import { wrap } from './wrap.js';

const labelWidth = 10;

/**
 * The plan on one screen: where, what, how long, how much.
 * @param width of the terminal; what is longer goes on below, indented
 */
export function planScreen(
  plan: Plan,
  mode: Pick<OutputMode, 'color'>,
  width = Number.POSITIVE_INFINITY,
): string {
  const style = styleOf(mode);
  const { config, cost } = plan;
  const local = config.target === 'local';
  const hanging = (first: string, text: string, indent: number, paint = (line: string) => line) =>
    wrap(text, Math.max(20, width - indent)).map(
      (line, index) => (index === 0 ? first : ' '.repeat(indent)) + paint(line),
    );
  const row = (label: string, text: string) =>
    hanging(`  ${style.dim(label.padEnd(labelWidth))} `, text, labelWidth + 3);
  const dimRow = (text: string) => hanging(' '.repeat(labelWidth + 3), text, labelWidth + 3, style.dim);
  const stackRows = plan.stacks.flatMap((stack, index) => {
    const head = `${stack.name.slice(config.name.length + 1).padEnd(18)} ${String(stack.resources).padStart(2)} resources  `;
    const label = index === 0 ? 'stacks' : '';
    return hanging(
      `  ${style.dim(label.padEnd(labelWidth))} ${head}`,
      // Each description begins with whose stack it is, for those who find it in the console.
      stack.description.replace(/^[^:]*: /, ''),
      labelWidth + 3 + head.length,
      style.dim,
    );
  });
  return [
    '',
    style.bold(`Redshift Streaming Workshop${config.name === defaultName ? '' : ` '${config.name}'`}`),
    '',
    ...row(
      'where',
      local
        ? 'this computer: a local cloud on loopback, no AWS account'
        : `AWS, ${config.region}${config.profile ? `, profile ${config.profile}` : ''}`,
    ),
    ...stackRows,
    ...row(
      'sql',
      `${plan.sqlSteps.length} steps, from '${plan.sqlSteps[0]?.title}' to '${plan.sqlSteps.at(-1)?.title}'`,
    ),
    ...row('model', 'of delays, trained on 20,000 past consignments while the pipeline runs already'),
    ...row('grafana', 'a workspace, its data source, the logistics dashboard'),
    ...row(
      'time',
      local
        ? 'less than a minute'
        : `${plan.minutes.from} to ${plan.minutes.to} minutes, most of it the cluster's own creation`,
    ),
    ...row(
      'cost',
      local
        ? 'nothing'
        : `about $${cost.hour.toFixed(2)} an hour, $${(cost.hour * 24).toFixed(0)} a day, until teardown`,
    ),
    ...cost.lines.flatMap((line) => dimRow(`${line.what.padEnd(38)} $${line.hour.toFixed(3)}`)),
    ...(cost.once ? dimRow(cost.once) : []),
    ...(cost.source ? dimRow(`(${cost.source})`) : []),
    '',
  ].join('\n');
}
