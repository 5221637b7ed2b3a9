import type { Cloud } from '../cloud.js';
import { type Ask, everyItem, type TaggedResource, tagsOf, unlessAbsent } from './asking.js';

/** Finds the tagged resources of one service through its API; resources without tags may be among them. */
export type Collector = (ask: Ask, cloud: Cloud) => Promise<TaggedResource[]>;

/** Resources whose tags are asked for one by one. */
async function each(
  arns: readonly string[],
  tags: (arn: string) => Promise<unknown>,
): Promise<TaggedResource[]> {
  const found: TaggedResource[] = [];
  for (const arn of arns) found.push({ arn, tags: tagsOf(await unlessAbsent(() => tags(arn), [])) });
  return found;
}

/** Tags that come one by one, each with its resource's ARN. */
function grouped(
  tags: readonly (readonly [arn: string, tag: { Key: string; Value: string }])[],
): TaggedResource[] {
  const byArn = new Map<string, TaggedResource>();
  for (const [arn, tag] of tags) {
    const resource = byArn.get(arn) ?? { arn, tags: [] };
    resource.tags.push({ Key: tag.Key, Value: tag.Value });
    byArn.set(arn, resource);
  }
  return [...byArn.values()];
}

/**
 * By service. IAM's roles are not among them, as in AWS ('The GetResources operation does not currently support IAM users
 * and roles': supported services of the Resource Groups Tagging API).
 */
export const collectors: Readonly<Record<string, Collector>> = {
  async cloudformation(ask) {
    const stacks = await everyItem(ask, 'DescribeStacks', { items: 'Stacks', token: 'NextToken' });
    return stacks.map((stack) => ({ arn: stack.StackId, tags: tagsOf(stack.Tags) }));
  },

  async ec2(ask, { region, accountId }) {
    const tags = await everyItem(ask, 'DescribeTags', { items: 'Tags', token: 'NextToken' });
    const arn = (tag: { ResourceType: string; ResourceId: string }) =>
      `arn:aws:ec2:${region}:${accountId}:${tag.ResourceType}/${tag.ResourceId}`;
    return grouped(tags.map((tag) => [arn(tag), tag]));
  },

  async grafana(ask, { region, accountId }) {
    const list = await everyItem(ask, 'ListWorkspaces', { items: 'workspaces', token: 'nextToken' });
    return list.map(({ id, tags }) => ({
      arn: `arn:aws:grafana:${region}:${accountId}:/workspaces/${id}`,
      tags: tagsOf(tags),
    }));
  },

  async iam(ask, { region }) {
    // What is global is seen in us-east-1 only.
    if (region !== 'us-east-1') return [];
    const policies = await everyItem(ask, 'ListPolicies', {
      items: 'Policies',
      token: 'Marker',
      input: { Scope: 'Local' },
    });
    return each(
      policies.map(({ Arn }) => Arn),
      async (PolicyArn) => (await ask('ListPolicyTags', { PolicyArn })).Tags,
    );
  },

  async kinesis(ask) {
    const streams = await everyItem(ask, 'ListStreams', { items: 'StreamSummaries', token: 'NextToken' });
    const arns: string[] = [];
    for (const { StreamARN } of streams) {
      const consumers = await unlessAbsent(
        () =>
          everyItem(ask, 'ListStreamConsumers', {
            items: 'Consumers',
            token: 'NextToken',
            input: { StreamARN },
          }),
        [],
      );
      arns.push(StreamARN, ...consumers.map(({ ConsumerARN }) => ConsumerARN));
    }
    return each(arns, async (ResourceARN) => (await ask('ListTagsForResource', { ResourceARN })).Tags);
  },

  async lambda(ask) {
    const functions = await everyItem(ask, 'ListFunctions', {
      items: 'Functions',
      token: 'Marker',
      next: 'NextMarker',
    });
    return each(
      functions.map(({ FunctionArn }) => FunctionArn),
      async (Resource) => (await ask('ListTags', { Resource })).Tags,
    );
  },

  async logs(ask, { region, accountId }) {
    const groups = await everyItem(ask, 'DescribeLogGroups', { items: 'logGroups', token: 'nextToken' });
    return each(
      groups.map(({ logGroupName }) => `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`),
      async (resourceArn) => (await ask('ListTagsForResource', { resourceArn })).tags,
    );
  },

  async redshift(ask) {
    const tags = await everyItem(ask, 'DescribeTags', { items: 'TaggedResources', token: 'Marker' });
    return grouped(tags.map(({ ResourceName, Tag }) => [ResourceName, Tag]));
  },

  async s3(ask) {
    const buckets = await everyItem(ask, 'ListBuckets', { items: 'Buckets', token: 'ContinuationToken' });
    return each(
      buckets.map(({ Name }) => `arn:aws:s3:::${Name}`),
      async (arn) => (await ask('GetBucketTagging', { Bucket: arn.slice('arn:aws:s3:::'.length) })).TagSet,
    );
  },

  async scheduler(ask) {
    const groups = await everyItem(ask, 'ListScheduleGroups', {
      items: 'ScheduleGroups',
      token: 'NextToken',
    });
    return each(
      groups.map(({ Arn }) => Arn),
      async (ResourceArn) => (await ask('ListTagsForResource', { ResourceArn })).Tags,
    );
  },

  async secretsmanager(ask) {
    const secrets = await everyItem(ask, 'ListSecrets', { items: 'SecretList', token: 'NextToken' });
    return secrets.map(({ ARN, Tags }) => ({ arn: ARN, tags: tagsOf(Tags) }));
  },

  async sns(ask) {
    const topics = await everyItem(ask, 'ListTopics', { items: 'Topics', token: 'NextToken' });
    return each(
      topics.map(({ TopicArn }) => TopicArn),
      async (ResourceArn) => (await ask('ListTagsForResource', { ResourceArn })).Tags,
    );
  },

  async states(ask) {
    const machines = await everyItem(ask, 'ListStateMachines', {
      items: 'stateMachines',
      token: 'nextToken',
    });
    return each(
      machines.map(({ stateMachineArn }) => stateMachineArn),
      async (resourceArn) => (await ask('ListTagsForResource', { resourceArn })).tags,
    );
  },
};
