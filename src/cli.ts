import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { dashboardCommand } from './commands/dashboard.js';
import { localCommand } from './commands/local.js';
import { setupCommand } from './commands/setup.js';
import { sqlCommand } from './commands/sql.js';
import { statusCommand } from './commands/status.js';
import { synthCommand } from './commands/synth.js';
import { teardownCommand } from './commands/teardown.js';
import { WorkshopError } from './errors.js';
import { packagePath } from './package-root.js';
import { commandWord, typeable } from './ui/command-word.js';

/** The program: seven commands, each of which loads its work only when it is called. */
export function program(): Command {
  const { version } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string };
  return new Command(commandWord())
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
  frame(commands);
  // A reader that has gone (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    await commands.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = await usage(error, argv);
  }
}

/** The same manners for every command: it throws instead of exiting, and speaks of itself as the user types it. */
function frame(command: Command): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(typeable(text)),
      writeErr: (text) => void process.stderr.write(typeable(text)),
      // Said by `usage`, in the words and colours of every other error.
      outputError: () => undefined,
    });
  for (const sub of command.commands) frame(sub);
}

/** Wrong usage is 2, as in most tools; help and version, asked for, are 0. */
async function usage(error: CommanderError, argv: string[]): Promise<number> {
  if (error.exitCode === 0) return 0;
  // Help in place of a missing subcommand is on the screen already.
  if (error.code === 'commander.help') return 2;
  const { outputMode } = await import('./ui/output.js');
  const { report } = await import('./ui/errors.js');
  const [sentence = '', ...hints] = error.message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .split('\n');
  const verbs = argv.slice(2).filter((word) => /^[a-z]+$/.test(word));
  const known = program();
  const [first, second] = verbs;
  const command = known.commands.find((each) => each.name() === first);
  const sub = command?.commands.find((each) => each.name() === second);
  return report(
    new WorkshopError({
      code: 'usage',
      message: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
      ...(hints.length > 0 ? { why: hints.join(' ').replace(/^\((.*)\)$/, '$1') } : {}),
      next: [commandWord(), command?.name(), sub?.name(), '--help'].filter(Boolean).join(' '),
      exitCode: 2,
    }),
    outputMode({ json: argv.includes('--json') }),
  );
}
