import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** `workshop status` */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('Stacks, streams, views and their freshness, state machine, dashboard')
    .option('-w, --watch', 'again every two seconds, until Ctrl-C')
    .addHelpText(
      'after',
      `
Examples:
  $ workshop status
  $ workshop status --watch
  $ workshop status --json | jq '.views[] | {name, rows, freshnessSeconds}'

freshness: now minus the newest arrival in the view.
wait: how long the oldest record of a refresh had been in the stream, over the last 15 minutes.`,
    );
  return withCommonFlags(command).action((flags: CommonFlags & { watch?: boolean }) =>
    perform(flags, async (run) => (await import('./status-run.js')).runStatus(flags, run)),
  );
}
