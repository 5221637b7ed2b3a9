import type { SynthesizedStack } from '../../templates/options.js';
import type { WorkshopConfig } from '../config.js';
import type { Step } from './step.js';

/** Makes the templates in this process; aws-cdk-lib is loaded only here. */
export async function synthesizeFor(config: WorkshopConfig): Promise<SynthesizedStack[]> {
  const { synthesize } = await import('../../templates/app.js');
  return synthesize({
    name: config.name,
    region: config.region,
    streams: { customer: 'customer_stream', order: 'order_stream', fleet: 'fleet_stream' },
  });
}

export const templatesStep: Step = {
  id: 'templates',
  title: 'Templates',
  needs: [],
  async run(context) {
    context.templates ??= await synthesizeFor(context.config);
    const bytes = context.templates.reduce((sum, stack) => sum + stack.body.length, 0);
    return { done: `${context.templates.length} stacks, ${Math.round(bytes / 1024)} KB` };
  },
};
