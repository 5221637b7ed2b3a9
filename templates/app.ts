import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdk } from './cdk.js';
import { DashboardStack } from './dashboard-stack.js';
import { IngestionStack } from './ingestion-stack.js';
import type { SynthesizedStack, WorkshopTemplatesOptions } from './options.js';
import { RedshiftStack } from './redshift-stack.js';
import { StepFunctionStack } from './step-function-stack.js';

export type { SynthesizedStack, WorkshopTemplatesOptions } from './options.js';

/** Every stack of the workshop. None waits for another: all deploy at once. */
const stacks = { IngestionStack, RedshiftStack, StepFunctionStack, DashboardStack };

/**
 * Makes the workshop's templates in this process: no files left, no assets, no bootstrap, no look-ups.
 * @param validate lets CDK check the templates against CloudFormation's schemas, which takes seconds: for tests.
 * @throws Error when a bundled function is missing, or (validating) with what CloudFormation would refuse.
 */
export function synthesize(
  options: WorkshopTemplatesOptions,
  { validate = false }: { validate?: boolean } = {},
): SynthesizedStack[] {
  // CDK writes its assembly to a folder whatever it is asked for, and leaves it there.
  const outdir = mkdtempSync(join(tmpdir(), 'workshop-synth-'));
  try {
    return assemble(options, outdir, validate);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function assemble(options: WorkshopTemplatesOptions, outdir: string, validate: boolean): SynthesizedStack[] {
  const app = new cdk.App({
    analyticsReporting: false,
    builtinCloudFormationValidation: validate,
    outdir,
    treeMetadata: false,
    defaultStackSynthesizer: new cdk.BootstraplessSynthesizer(),
    // Without it a finding is a warning, and nothing is thrown.
    context: { '@aws-cdk/core:validateAgainstDefaultRules': validate },
  });
  const made = Object.entries(stacks).map(
    ([suffix, Stack]) => new Stack(app, `${options.name}-${suffix}`, options),
  );
  const assembly = app.synth();
  return made.map((stack) => {
    const template = assembly.getStackByName(stack.stackName).template as object;
    return {
      stackName: stack.stackName,
      description: stack.templateOptions.description ?? '',
      template,
      body: JSON.stringify(template),
    };
  });
}
