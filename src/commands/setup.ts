import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** `workshop setup` */
export function setupCommand(): Command {
  const command = new Command('setup')
    .description('Build the whole workshop and open the way to its dashboard')
    .addHelpText(
      'after',
      `
Examples:
  $ workshop setup                          asks, shows the plan, builds
  $ workshop setup --target local --yes     on this computer, no questions
  $ workshop setup --target aws --region eu-west-1 --profile demo
  $ workshop setup --name room-7 --target local   a second workshop beside the first

Run it again at any time: what is there stays, what is missing is made.`,
    );
  return withCommonFlags(command, { asks: true }).action((flags: CommonFlags) =>
    perform(flags, async (run) => (await import('./setup-run.js')).runSetup(flags, run)),
  );
}
