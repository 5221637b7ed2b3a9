import { defaultName, type WorkshopConfig } from '../config.js';
import { confirmed } from '../questions/answers.js';
import { askWorkshop } from '../questions/workshop.js';
import { planOf } from '../steps/plan.js';
import { loadSetup } from '../steps/setup.js';
import { takeTurn } from '../target/turn.js';
import { typeable, type WhichWorkshop } from '../ui/command-word.js';
import { jsonResult, result, say, sayWaiting } from '../ui/output.js';
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
  say(planScreen(plan, mode, process.stderr.columns));
  await confirmed('Build it?', { interactive: mode.interactive, yes: flags.yes, enter: true });
  const listener = await progressListener(mode);
  let url: string;
  let done: (() => void) | undefined;
  try {
    done = await takeTurn(config, signal, sayWaiting);
    url = await setup.run(listener.emit, signal);
  } finally {
    done?.();
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
  const next = [
    ['workshop dashboard --open', 'open it in a browser'],
    ['workshop sql list', 'the steps of the workshop, to read and run'],
    ['workshop status --watch', 'see the streams and views at work'],
    ['workshop teardown', 'remove everything'],
  ].map(([what = '', why = '']) => ({ what: typeable(what, whichOf(config)), why }));
  const width = Math.max(...next.map(({ what }) => what.length));
  for (const { what, why } of next) say(`  ${what.padEnd(width)}  ${style.dim(why)}`);
  return 0;
}

/** The flags by which the next command finds this workshop; what is the default needs no saying. */
function whichOf(config: WorkshopConfig): WhichWorkshop {
  const name = config.name === defaultName ? {} : { name: config.name };
  if (config.target === 'local') return name;
  return { ...name, target: 'aws', region: config.region, profile: config.profile };
}
