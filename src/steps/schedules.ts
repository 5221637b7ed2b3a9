import type { ScheduleState, UpdateScheduleInput } from '@aws-sdk/client-scheduler';
import type { Clients } from '../aws/clients.js';
import { namesOf, type WorkshopConfig } from '../config.js';
import { clientsOf, type Step } from './step.js';

/** Switches the workshop's schedules on or off. @returns how many had to be changed; those that don't exist are passed over. */
async function switchSchedules(
  clients: Clients,
  config: WorkshopConfig,
  state: ScheduleState,
): Promise<number> {
  const { GetScheduleCommand, UpdateScheduleCommand } = await import('@aws-sdk/client-scheduler');
  const client = await clients.scheduler();
  const changed = await Promise.all(
    namesOf(config).schedules.map(async (Name) => {
      let schedule: Awaited<ReturnType<typeof look>>;
      const look = () => client.send(new GetScheduleCommand({ Name }));
      try {
        schedule = await look();
      } catch (error) {
        if (state === 'DISABLED' && (error as Error).name === 'ResourceNotFoundException') return 0;
        throw error;
      }
      if (schedule.State === state) return 0;
      // An update states the whole schedule: what is left out would be reset.
      const { Arn, CreationDate, LastModificationDate, $metadata, ...definition } = schedule;
      await client.send(
        new UpdateScheduleCommand({ ...definition, Name, State: state } as UpdateScheduleInput),
      );
      return 1;
    }),
  );
  return changed.reduce((sum: number, each) => sum + each, 0);
}

/** The switch: producers and refresh are made disabled and begin to run only when everything behind them stands. */
export function schedulesStep(needs: string[]): Step {
  return {
    id: 'schedules',
    title: 'Producers and refresh',
    needs,
    async run(context) {
      const changed = await switchSchedules(clientsOf(context), context.config, 'ENABLED');
      return changed > 0 ? { done: 'switched on' } : { already: 'are on' };
    },
    async undo(context) {
      const changed = await switchSchedules(clientsOf(context), context.config, 'DISABLED');
      return changed > 0 ? { done: 'switched off' } : { already: 'are off' };
    },
  };
}
