import { Clients } from '../aws/clients.js';
import { lifecycleOf } from '../target/resolve.js';
import type { Step } from './step.js';

/** The cloud itself: the local one is started (and at the very end removed), AWS is asked who we are. */
export const cloudStep: Step = {
  id: 'cloud',
  title: 'Cloud',
  needs: [],
  async run(context) {
    const { target, started } = await (await lifecycleOf(context.config)).open(context.config);
    context.target = target;
    context.clients = new Clients(target);
    context.closing.push(() => context.clients?.close() ?? Promise.resolve());
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const identity = await (await context.clients.sts()).send(new GetCallerIdentityCommand({}));
    context.account = identity.Account ?? '';
    if (target.region !== context.config.region) {
      const text = `This workshop was made in ${target.region} and stays there; another Region wants another --name.`;
      context.emit({ type: 'notice', text });
    }
    const where = `account ${context.account}, ${target.region}`;
    if (target.endpoint)
      return started ? { done: `${target.endpoint}, ${where}` } : { already: `runs at ${target.endpoint}` };
    return { done: where };
  },
  async undo(context) {
    await context.clients?.close();
    const removed = await (await lifecycleOf(context.config)).remove(context.config);
    return removed.length > 0 ? { done: removed.join(', ') } : { already: 'nothing of ours to remove' };
  },
};
