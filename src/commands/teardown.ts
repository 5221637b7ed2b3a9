import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** `workshop teardown` */
export function teardownCommand(): Command {
  const command = new Command('teardown')
    .description('Remove everything that setup made, then look whether anything is left')
    .option('--force', 'on this computer: remove the data folder even where a resource would not go')
    .addHelpText(
      'after',
      `
Examples:
  $ workshop teardown                  shows what will go, asks, removes, looks
  $ workshop teardown --yes            for scripts
  $ workshop teardown --target aws --region eu-west-1

Exit code 1 when anything is left; it is listed.`,
    );
  return withCommonFlags(command, { asks: true }).action((flags: CommonFlags & { force?: boolean }) =>
    perform(flags, async (run) => (await import('./teardown-run.js')).runTeardown(flags, run)),
  );
}
