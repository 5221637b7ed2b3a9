import type { Found } from '../aws/inventory.js';
import { confirmed } from '../questions/answers.js';
import { workshopOf } from '../questions/workshop.js';
import { loadTeardown } from '../steps/teardown.js';
import { takeTurn } from '../target/turn.js';
import { typeable } from '../ui/command-word.js';
import { jsonResult, say, sayWaiting } from '../ui/output.js';
import { progressListener } from '../ui/progress.js';
import { styleOf } from '../ui/style.js';
import type { CommonFlags, Run } from './frame.js';

/** Shows what will go, asks, removes it in reverse order, and looks. */
export async function runTeardown(
  flags: CommonFlags & { force?: boolean },
  { mode, signal }: Run,
): Promise<number> {
  const config = await workshopOf(flags);
  const style = styleOf(mode);
  const teardown = await loadTeardown(config, signal);
  if (!teardown) {
    say(
      `There is no workshop '${config.name}' ${config.target === 'local' ? 'on this computer' : `in ${config.region}`}; nothing to remove.`,
    );
    if (mode.json) jsonResult({ removed: [], left: [] });
    return 0;
  }
  try {
    say(`${style.bold('This will be removed')} ${style.dim(`(${teardown.where})`)}`);
    for (const item of teardown.found) say(line(item, style));
    if (config.target === 'local') say(line({ kind: 'data', name: 'everything in its folder' }, style));
    say();
    await confirmed('Remove it all?', { interactive: mode.interactive, yes: flags.yes, enter: false });
    const listener = await progressListener(mode);
    let left: Found[];
    let done: (() => void) | undefined;
    try {
      done = await takeTurn(config, signal, sayWaiting);
      left = await teardown.run(listener.emit, { force: Boolean(flags.force) });
    } finally {
      done?.();
      listener.stop();
    }
    if (mode.json) jsonResult({ removed: teardown.found, left });
    if (left.length === 0) {
      say(`\n${style.bold('Nothing is left.')}`);
      return 0;
    }
    say(`\n${style.red('Left behind:')}`);
    for (const item of left) say(line(item, style));
    const next = typeable(`workshop teardown${config.target === 'local' ? ' --force' : ''}`, flags);
    say(`  ${style.dim('→')} ${next}`);
    return 1;
  } finally {
    await teardown.close();
  }
}

function line(item: Found, style: ReturnType<typeof styleOf>): string {
  return `  ${item.kind.padEnd(10)} ${item.name.padEnd(28)} ${style.dim(item.state ?? '')}`.trimEnd();
}
