import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** `workshop local start|stop|logs|env` */
export function localCommand(): Command {
  const command = new Command('local').description(
    'The local cloud itself: start, stop, logs, env for other AWS tools',
  );
  const add = (
    name: string,
    description: string,
    examples: string,
    configure: (sub: Command) => Command = (sub) => sub,
  ) => {
    const sub = configure(
      withCommonFlags(
        new Command(name).description(description).addHelpText('after', `\nExamples:\n${examples}`),
      ),
    );
    sub.action((flags: CommonFlags & { follow?: boolean }) =>
      perform(flags, async (run) => (await import('./local-run.js')).runLocal(name, flags, run)),
    );
    command.addCommand(sub);
  };
  add('start', 'Start it (setup and every other command do so by themselves)', '  $ workshop local start');
  add('stop', 'Stop it; its data stays', '  $ workshop local stop');
  add('logs', 'Print its log', '  $ workshop local logs\n  $ workshop local logs --follow', (sub) =>
    sub.option('-f, --follow', 'go on as it grows'),
  );
  add(
    'env',
    'Print endpoint, region and keys for the AWS CLI, boto3 or any SDK',
    '  $ eval "$(workshop local env)" && aws kinesis list-streams\n  $ workshop local env --json',
  );
  return command;
}
