import { Clients } from '../aws/clients.js';
import { type Found, inventory } from '../aws/inventory.js';
import type { WorkshopConfig } from '../config.js';
import type { Emit } from '../events.js';
import { lifecycleOf } from '../target/resolve.js';
import { cloudStep } from './cloud.js';
import { runSteps } from './runner.js';
import { newContext, workshopSteps } from './setup.js';

/**
 * A teardown that knows what is there.
 * @returns undefined when nothing of the workshop exists
 */
export async function loadTeardown(config: WorkshopConfig, signal: AbortSignal) {
  const lifecycle = await lifecycleOf(config);
  const target = await lifecycle.find(config);
  if (!target) return undefined;
  const clients = new Clients(target);
  const found = await inventory(clients, config);
  if (found.length === 0 && !target.endpoint) {
    await clients.close();
    return undefined;
  }
  return {
    found,
    where: target.endpoint ?? `AWS, ${target.region}`,
    close: () => clients.close(),
    /** Undoes the steps, looks, and removes the target's own things. @returns what is left */
    async run(emit: Emit, options: { force: boolean }): Promise<Found[]> {
      const context = Object.assign(newContext(config, emit, signal), { target, clients });
      // The local cloud goes last, and only when nothing is left in it that would not go.
      const steps = workshopSteps(context).filter((step) => step.id !== 'cloud');
      try {
        await runSteps(steps, context, 'undo');
      } catch (error) {
        if (!options.force) throw error;
      }
      const left = await inventory(clients, config);
      if (left.length > 0 && !options.force) return left;
      await runSteps([cloudStep], context, 'undo');
      return (await lifecycle.find(config)) && target.endpoint
        ? [{ kind: 'data', name: 'the local cloud’s folder' }]
        : [];
    },
  };
}
