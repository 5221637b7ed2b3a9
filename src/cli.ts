import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { dashboardCommand } from './commands/dashboard.js';
import { localCommand } from './commands/local.js';
import { setupCommand } from './commands/setup.js';
import { sqlCommand } from './commands/sql.js';
import { statusCommand } from './commands/status.js';
import { synthCommand } from './commands/synth.js';
import { teardownCommand } from './commands/teardown.js';
import { packagePath } from './package-root.js';

/** The program: seven commands, each of which loads its work only when it is called. */
export function program(): Command {
  const { version } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string };
  return new Command('workshop')
    .description(
      "Amazon's Redshift Streaming Workshop in one command: on AWS, or on this computer with no AWS account.",
    )
    .version(version)
    .addCommand(setupCommand())
    .addCommand(sqlCommand())
    .addCommand(statusCommand())
    .addCommand(dashboardCommand())
    .addCommand(teardownCommand())
    .addCommand(synthCommand())
    .addCommand(localCommand())
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists what there is)')
    .addHelpText(
      'after',
      `
Begin with:
  $ workshop setup --target local      the whole workshop on this computer
  $ workshop sql list                  what there is to learn

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.`,
    );
}

/** Parses the arguments and runs what they say; sets the process's exit code. */
export async function main(argv: string[]): Promise<void> {
  const commands = program();
  exitByThrowing(commands);
  try {
    await commands.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what is wrong; wrong usage is 2 here, as in most tools.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

function exitByThrowing(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) exitByThrowing(sub);
}
