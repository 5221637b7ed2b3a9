import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** `workshop dashboard` */
export function dashboardCommand(): Command {
  const command = new Command('dashboard')
    .description('Print the dashboard’s URL, or open it')
    .option('--open', 'open it in a browser')
    .addHelpText(
      'after',
      `
Examples:
  $ workshop dashboard
  $ workshop dashboard --open
  $ workshop dashboard --json | jq -r .url`,
    );
  return withCommonFlags(command).action((flags: CommonFlags & { open?: boolean }) =>
    perform(flags, async ({ mode }) => {
      const { workshopOf } = await import('../questions/workshop.js');
      const { findDashboard } = await import('../steps/find-dashboard.js');
      const { jsonResult, result, say } = await import('../ui/output.js');
      const config = await workshopOf(flags);
      const url = await findDashboard(config);
      if (mode.json) jsonResult({ url });
      else result(url);
      if (flags.open) {
        const { openInBrowser } = await import('../ui/browser.js');
        if (!(await openInBrowser(url))) say('No browser could be opened here; copy the URL above.');
      }
      return 0;
    }),
  );
}
