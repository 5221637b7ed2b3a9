import { confirmed } from '../questions/answers.js';
import { askWorkshop } from '../questions/workshop.js';
import { planOf } from '../steps/plan.js';
import { loadSetup } from '../steps/setup.js';
import { jsonResult, result, say } from '../ui/output.js';
import { planScreen } from '../ui/plan.js';
import { progressListener } from '../ui/progress.js';
import { duration, styleOf } from '../ui/style.js';
import type { CommonFlags, Run } from './frame.js';

/** Asks, shows the plan, builds, and says where the dashboard is. */
export async function runSetup(flags: CommonFlags, { mode, signal }: Run): Promise<number> {
  const began = Date.now();
  const config = await askWorkshop(flags, mode.interactive);
  const setup = await loadSetup(config);
  const plan = await planOf(setup.context);
  say(planScreen(plan, mode));
  await confirmed('Build it?', mode.interactive, Boolean(flags.yes));
  const listener = await progressListener(mode);
  let url: string;
  try {
    url = await setup.run(listener.emit, signal);
  } finally {
    listener.stop();
  }
  const style = styleOf(mode);
  if (mode.json) {
    jsonResult({
      name: config.name,
      target: config.target,
      region: config.region,
      account: setup.context.account,
      dashboardUrl: url,
    });
    return 0;
  }
  say();
  say(`${style.bold('The dashboard is live')} ${style.dim(`after ${duration(Date.now() - began)}:`)}`);
  result(url);
  say();
  const flag = `${config.name === 'workshop' ? '' : ` --name ${config.name}`}${config.target === 'aws' ? ' --target aws' : ''}`;
  for (const [what, why] of [
    [`workshop dashboard --open${flag}`, 'open it in a browser'],
    [`workshop sql list${flag}`, 'the steps of the workshop, to read and run'],
    [`workshop status --watch${flag}`, 'see the streams and views at work'],
    [`workshop teardown${flag}`, 'remove everything'],
  ]) {
    say(`  ${`npx ${what}`.padEnd(44)} ${style.dim(why ?? '')}`);
  }
  return 0;
}
