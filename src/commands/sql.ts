import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** Flags of `workshop sql …` besides the common ones. */
export interface SqlFlags extends CommonFlags {
  csv?: boolean;
  user?: string;
  replace?: boolean;
}

/** `workshop sql list|show|run|query` */
export function sqlCommand(): Command {
  const command = new Command('sql').description(
    'The SQL steps of the workshop: read them, run them, query on your own',
  );
  const add = (sub: Command, examples: string, configure: (sub: Command) => Command = (each) => each) => {
    const verb = sub.name();
    configure(withCommonFlags(sub, { asks: verb === 'run' })).addHelpText(
      'after',
      `\nExamples:\n${examples}`,
    );
    sub.action((...received: unknown[]) => {
      const flags = received.at(-2) as SqlFlags;
      const words = received.slice(0, -2).flat() as string[];
      return perform(flags, async (run) => (await import('./sql-run.js')).runSql(verb, words, flags, run));
    });
    command.addCommand(sub);
  };
  const asCsv = (sub: Command) => sub.option('--csv', 'the result as CSV on stdout');
  const asUser = (sub: Command) =>
    sub.option('--user <user>', 'database user (default: rsstream_user, the owner)');
  add(
    new Command('list').description('Every step, in order'),
    '  $ workshop sql list\n  $ workshop sql list --json',
  );
  add(
    new Command('show').argument('<step>', 'number or name').description('A step’s SQL and what to look at'),
    '  $ workshop sql show 6\n  $ workshop sql show order-stream',
  );
  add(
    new Command('run')
      .argument('<steps...>', "numbers, names, or 'all'")
      .description('Run steps; what is there already is left alone'),
    '  $ workshop sql run 9\n  $ workshop sql run customers-by-state busiest-routes\n  $ workshop sql run all\n  $ workshop sql run 9 --json | jq .rows',
    (sub) => asCsv(sub).option('--replace', 'drop a view that is in a step’s way'),
  );
  add(
    new Command('query')
      .argument('<sql>', "one statement, or '-' for standard input")
      .description('Run a statement of your own'),
    '  $ workshop sql query "SELECT COUNT(*) FROM consignments"\n  $ workshop sql query "SELECT * FROM order_stream LIMIT 5" --csv > orders.csv\n  $ echo "SELECT 1" | workshop sql query -',
    (sub) => asUser(asCsv(sub)),
  );
  return command;
}
