import { Command } from 'commander';
import { type CommonFlags, perform, withCommonFlags } from './frame.js';

/** `workshop synth` */
export function synthCommand(): Command {
  const command = new Command('synth')
    .description('Write the CloudFormation templates; touches nothing else')
    .option('--out <folder>', 'where to (default: workshop.out)')
    .addHelpText(
      'after',
      `
Examples:
  $ workshop synth                     workshop.out/IngestionStack.template.json, …
  $ workshop synth --out /tmp/templates
  $ workshop synth --json              sizes and resource counts`,
    );
  return withCommonFlags(command).action((flags: CommonFlags & { out?: string }) =>
    perform(flags, async ({ mode }) => {
      const { writeFileSync } = await import('node:fs');
      const { makeFolder } = await import('../platform.js');
      const { join } = await import('node:path');
      const { workshopOf } = await import('../questions/workshop.js');
      const { synthesizeFor } = await import('../steps/templates.js');
      const { jsonResult, result } = await import('../ui/output.js');
      const config = await workshopOf(flags);
      const folder = flags.out ?? 'workshop.out';
      makeFolder(folder);
      const written = (await synthesizeFor(config)).map((stack) => {
        const file = join(folder, `${stack.stackName.slice(config.name.length + 1)}.template.json`);
        writeFileSync(file, `${JSON.stringify(stack.template, null, 1)}\n`);
        const resources = Object.keys((stack.template as { Resources: object }).Resources).length;
        return { stack: stack.stackName, file, resources, minifiedBytes: Buffer.byteLength(stack.body) };
      });
      if (mode.json) jsonResult(written);
      else for (const each of written) result(each.file);
      return 0;
    }),
  );
}
