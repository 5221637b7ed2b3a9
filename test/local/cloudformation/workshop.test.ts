import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../../templates/app.js';
import { startCloud, type TestCloud } from '../harness.js';
import { settled } from './settled.js';

let cloud: TestCloud;
let client: CloudFormationClient;

beforeAll(async () => {
  cloud = await startCloud();
  client = new CloudFormationClient(cloud.clientConfig);
}, 60_000);
afterAll(() => cloud.stop());

describe("the workshop's own templates", () => {
  it('come up all at once, and go again leaving nothing', async () => {
    const stacks = synthesize({
      name: 'workshop',
      region: 'us-east-1',
      streams: { customer: 'customer_stream', order: 'order_stream', fleet: 'fleet_stream' },
    });
    const ids = await Promise.all(
      stacks.map(async ({ stackName, body }) => {
        const made = await client.send(
          new CreateChangeSetCommand({
            StackName: stackName,
            ChangeSetName: 'setup',
            ChangeSetType: 'CREATE',
            TemplateBody: body,
            Capabilities: ['CAPABILITY_NAMED_IAM'],
            Tags: [{ Key: 'workshop', Value: 'workshop' }],
          }),
        );
        await client.send(new ExecuteChangeSetCommand({ ChangeSetName: made.Id }));
        return made.StackId as string;
      }),
    );
    for (const id of ids) {
      const stack = await settled(client, id);
      expect(stack.StackStatus, await failures(id)).toBe('CREATE_COMPLETE');
      const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: id }));
      expect(StackResources?.every((one) => one.ResourceStatus === 'CREATE_COMPLETE')).toBe(true);
    }
    await Promise.all(ids.map((StackName) => client.send(new DeleteStackCommand({ StackName }))));
    for (const id of ids) {
      expect((await settled(client, id)).StackStatus, await failures(id)).toBe('DELETE_COMPLETE');
    }
    const redshift = new RedshiftClient(cloud.clientConfig);
    expect((await redshift.send(new DescribeClustersCommand({}))).Clusters).toEqual([]);
  }, 120_000);
});

async function failures(StackName: string): Promise<string> {
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return (StackEvents ?? [])
    .filter((event) => event.ResourceStatus?.endsWith('FAILED'))
    .map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)
    .join('\n');
}
