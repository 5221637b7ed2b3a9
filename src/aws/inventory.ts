import { namesOf, stackIds, stackName, streamNames, type WorkshopConfig } from '../config.js';
import { findWorkspace } from '../grafana/workspace.js';
import type { Clients } from './clients.js';
import { describeStack } from './stacks/describe.js';

/** Something of a workshop that exists. */
export interface Found {
  kind: string;
  name: string;
  /** A stack's status. */
  state?: string;
}

/** Looks, by the names that setup gives, at what of the workshop exists. Reads only. */
export async function inventory(clients: Clients, config: WorkshopConfig): Promise<Found[]> {
  const names = namesOf(config);
  const looks = await Promise.all([
    stacks(clients, config),
    one('workspace', async () => (await findWorkspace(clients, names.workspace))?.id),
    one('cluster', async () => {
      const { DescribeClustersCommand } = await import('@aws-sdk/client-redshift');
      const { Clusters } = await (await clients.redshift()).send(
        new DescribeClustersCommand({ ClusterIdentifier: names.cluster }),
      );
      return Clusters?.[0]?.ClusterIdentifier;
    }),
    ...streamNames.map((StreamName) =>
      one('stream', async () => {
        const { DescribeStreamSummaryCommand, ListTagsForStreamCommand } = await import(
          '@aws-sdk/client-kinesis'
        );
        const client = await clients.kinesis();
        await client.send(new DescribeStreamSummaryCommand({ StreamName }));
        const { Tags } = await client.send(new ListTagsForStreamCommand({ StreamName }));
        // A stream of the seed's name may be somebody else's.
        return Tags?.some((tag) => tag.Key === 'workshop' && tag.Value === config.name)
          ? StreamName
          : undefined;
      }),
    ),
    ...names.schedules.map((Name) =>
      one('schedule', async () => {
        const { GetScheduleCommand } = await import('@aws-sdk/client-scheduler');
        return (await (await clients.scheduler()).send(new GetScheduleCommand({ Name }))).Name;
      }),
    ),
  ]);
  return looks.flat();
}

async function stacks(clients: Clients, config: WorkshopConfig): Promise<Found[]> {
  const client = await clients.cloudFormation();
  const found = await Promise.all(stackIds.map((id) => describeStack(client, stackName(config, id))));
  return found.flatMap((stack) =>
    stack?.StackName ? [{ kind: 'stack', name: stack.StackName, state: stack.StackStatus ?? '' }] : [],
  );
}

async function one(kind: string, look: () => Promise<string | undefined>): Promise<Found[]> {
  try {
    const name = await look();
    return name ? [{ kind, name }] : [];
  } catch (error) {
    if (/NotFound/.test((error as Error).name)) return [];
    throw error;
  }
}
