import type { Command } from 'commander';
import type { OutputMode } from '../ui/output.js';

/** Flags that every command knows. */
export interface CommonFlags {
  name?: string;
  region?: string;
  profile?: string;
  target?: string;
  json?: boolean;
  yes?: boolean;
}

/** Adds the flags that every command knows; `--yes` only where something is asked. */
export function withCommonFlags(command: Command, { asks = false } = {}): Command {
  command
    .option('--name <name>', 'which workshop (default: workshop)')
    .option('--target <target>', "'aws' or 'local' (this computer)")
    .option('--region <region>', 'AWS Region (default: us-east-1)')
    .option('--profile <profile>', 'profile of your AWS configuration')
    .option('--json', 'one JSON value on stdout, nothing else there');
  if (asks) command.option('-y, --yes', 'ask nothing: yes to all, defaults elsewhere');
  return command;
}

/** What a command's work is given. */
export interface Run {
  mode: OutputMode;
  /** Aborted by the first Ctrl-C; the second ends the process. */
  signal: AbortSignal;
}

/** How long work may take to let go after Ctrl-C. */
const patienceMilliseconds = 3000;

/**
 * Runs a command's work: knows how to speak, turns Ctrl-C into an abort, says an error once, sets the exit code.
 * @returns nothing; the process ends by itself when the work has let go of everything
 */
export async function perform(
  flags: CommonFlags,
  work: (run: Run) => Promise<number | undefined>,
): Promise<void> {
  const { outputMode } = await import('../ui/output.js');
  const { report } = await import('../ui/errors.js');
  const mode = outputMode(flags);
  const interruption = new AbortController();
  let patience: NodeJS.Timeout | undefined;
  const leave = () => {
    report(interruption.signal.reason, mode, flags);
    process.exit(130);
  };
  const onSignal = () => {
    if (interruption.signal.aborted) process.exit(130);
    // Work that doesn't notice within a moment (a call that waits for a dead network) is left behind.
    patience = setTimeout(leave, patienceMilliseconds);
    interruption.abort(Object.assign(new Error('interrupted'), { name: 'AbortError' }));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    process.exitCode = (await work({ mode, signal: interruption.signal })) ?? 0;
  } catch (error) {
    process.exitCode = report(error, mode, flags);
  } finally {
    clearTimeout(patience);
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
