import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { settled } from '../../local/cloudformation/settled.js';

/** One recorded reply, and what gives ours. */
export interface ReplyCase {
  file: string;
  test: string;
  label: string;
  act(client: CloudFormationClient, name: string): Promise<unknown>;
  /** What of the recorded value our reply stands for. */
  // biome-ignore lint/suspicious/noExplicitAny: recorded data.
  part(value: any): unknown;
}

const at = (
  file: string,
  test: string,
  label: string,
  act: ReplyCase['act'],
  part: ReplyCase['part'] = (value) => value,
): ReplyCase => ({ file, test, label, act, part });

const all = ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] as const;
const topic = (Properties: object = {}) => ({ Type: 'AWS::SNS::Topic', Properties });
const simple = (name: string) => JSON.stringify({ Resources: { topic123: topic({ TopicName: name }) } });
const named = JSON.stringify({
  Parameters: { ApiName: { Type: 'String' } },
  Resources: { Topic: topic({ DisplayName: { Ref: 'ApiName' } }) },
});
const stream = JSON.stringify({
  Resources: { TestStream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } } },
});
const nothing = JSON.stringify({
  Resources: { CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: {} } },
});

async function byChangeSet(
  client: CloudFormationClient,
  StackName: string,
  TemplateBody: string,
  more: object = {},
) {
  const made = await client.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE',
      TemplateBody,
      ...more,
    }),
  );
  const described = await client.send(new DescribeChangeSetCommand({ ChangeSetName: made.Id }));
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: made.Id }));
  const stack = await settled(client, made.StackId as string);
  return { id: made.StackId as string, changeSetId: made.Id as string, described, stack };
}

const parameter = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'ApiName', ParameterValue }] });

export const replyCases: ReplyCase[] = [
  at('api/test_stacks', 'TestStacksApi::test_stack_lifecycle', 'creation', async (client, name) => {
    const made = await byChangeSet(client, name, named, { ...parameter('one'), Capabilities: all });
    return made.stack;
  }),
  at('api/test_stacks', 'TestStacksApi::test_stack_lifecycle', 'deleted', async (client, name) => {
    const made = await byChangeSet(client, name, named, { ...parameter('one'), Capabilities: all });
    await client.send(new DeleteStackCommand({ StackName: name }));
    return settled(client, made.id);
  }),
  at(
    'api/test_stacks',
    'TestStacksApi::test_list_events_after_deployment',
    'events',
    async (client, name) => {
      const made = await byChangeSet(client, name, simple(`events-${name}`));
      const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: made.id }));
      return { StackEvents: StackEvents?.reverse() };
    },
  ),
  at(
    'api/test_stacks',
    'TestStacksApi::test_stack_description_lifecycle[with-tags]',
    'stack-pre-execute',
    async (client, name) => {
      const Tags = [{ Key: 'foo', Value: 'bar' }];
      await client.send(
        new CreateChangeSetCommand({
          StackName: name,
          ChangeSetName: 'c',
          ChangeSetType: 'CREATE',
          TemplateBody: JSON.stringify({
            Description: 'test x.test.net',
            Resources: { TestResource: topic() },
          }),
          Tags,
        }),
      );
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks?.[0];
    },
  ),
  at(
    'api/test_stacks',
    'TestStacksApi::test_stack_description_lifecycle[with-tags]',
    'stack-post-execute',
    async (client, name) => {
      const Tags = [{ Key: 'foo', Value: 'bar' }];
      const body = JSON.stringify({ Description: 'test x.test.net', Resources: { TestResource: topic() } });
      return (await byChangeSet(client, name, body, { Tags })).stack;
    },
  ),
  at('api/test_stacks', 'test_update_termination_protection', 'describe-stack-1', async (client, name) => {
    await byChangeSet(client, name, named, { ...parameter('one'), Capabilities: all });
    await client.send(
      new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: true }),
    );
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return { Stacks };
  }),
  at('api/test_stacks', 'test_name_conflicts', 'deleted_stack_desc', async (client, name) => {
    const { StackId } = await client.send(
      new CreateStackCommand({ StackName: name, TemplateBody: simple(name) }),
    );
    await settled(client, name);
    await client.send(new DeleteStackCommand({ StackName: name }));
    return { Stacks: [await settled(client, StackId as string)] };
  }),
  at(
    'api/test_changesets',
    'test_empty_changeset',
    'describe_first_cs',
    async (client, name) => (await byChangeSet(client, name, nothing, { Capabilities: all })).described,
  ),
  at('api/test_changesets', 'test_empty_changeset', 'describe_nochange', async (client, name) => {
    await byChangeSet(client, name, nothing, { Capabilities: all });
    await client.send(
      new CreateChangeSetCommand({
        StackName: name,
        ChangeSetName: 'same',
        TemplateBody: nothing,
        Capabilities: [...all],
      }),
    );
    return client.send(new DescribeChangeSetCommand({ StackName: name, ChangeSetName: 'same' }));
  }),
  at(
    'api/test_changesets',
    'test_create_change_set_update_without_parameters',
    'list_change_set',
    async (client, name) => {
      await byChangeSet(client, name, simple(`before-${name}`));
      await client.send(
        new CreateChangeSetCommand({
          StackName: name,
          ChangeSetName: 'next',
          TemplateBody: simple(`after-${name}`),
        }),
      );
      return client.send(new ListChangeSetsCommand({ StackName: name }));
    },
  ),
  at(
    'api/test_changesets',
    'test_create_change_set_update_without_parameters',
    'describe_change_set',
    async (client, name) => {
      await byChangeSet(client, name, simple(`before-${name}`));
      await client.send(
        new CreateChangeSetCommand({
          StackName: name,
          ChangeSetName: 'next',
          TemplateBody: simple(`after-${name}`),
        }),
      );
      const reply = await client.send(
        new DescribeChangeSetCommand({ StackName: name, ChangeSetName: 'next' }),
      );
      // The recording of 2022 is from before changes had a PolicyAction.
      for (const change of reply.Changes ?? []) delete change.ResourceChange?.PolicyAction;
      return reply;
    },
  ),
  at(
    'api/test_changesets',
    'test_create_while_in_review',
    'describe_change_set',
    async (client, name) => {
      const TemplateBody = JSON.stringify({ Resources: { SimpleParam: topic() } });
      const made = await client.send(
        new CreateChangeSetCommand({
          StackName: name,
          ChangeSetName: 'c',
          ChangeSetType: 'CREATE',
          TemplateBody,
        }),
      );
      await client.send(new CreateStackCommand({ StackName: name, TemplateBody }));
      await settled(client, name);
      return client.send(new DescribeChangeSetCommand({ ChangeSetName: made.Id }));
    },
    (value) => JSON.parse(JSON.stringify(value).replaceAll('AWS::SSM::Parameter', 'AWS::SNS::Topic')),
  ),
  at(
    'api/test_changesets',
    'test_name_conflicts',
    'initial_changeset_id_desc',
    async (client, name) => {
      const made = await byChangeSet(client, name, JSON.stringify({ Resources: { SimpleParam: topic() } }));
      await client.send(new DeleteStackCommand({ StackName: name }));
      await settled(client, made.id);
      return client.send(new DescribeChangeSetCommand({ ChangeSetName: made.changeSetId }));
    },
    (value) => JSON.parse(JSON.stringify(value).replaceAll('AWS::SSM::Parameter', 'AWS::SNS::Topic')),
  ),
  at(
    'api/test_templates',
    'test_get_template_summary',
    'template-summary',
    (client) =>
      client.send(
        new GetTemplateSummaryCommand({
          TemplateBody: JSON.stringify({
            AWSTemplateFormatVersion: '2010-09-09',
            Metadata: { TopicName: 'sns-topic-simple' },
            Resources: { topic123: topic() },
          }),
        }),
      ),
    // The recording has the metadata as Python prints it, and no identifiers yet for topics.
    (value) => ({ ...value, Metadata: { TopicName: 'sns-topic-simple' } }),
  ),
  at('api/test_templates', 'test_validate_template', 'validate-template', (client) =>
    client.send(
      new ValidateTemplateCommand({
        TemplateBody: JSON.stringify({
          Parameters: {
            KeyExample: {
              Description: 'The EC2 Key Pair to allow SSH access to the instance',
              Type: 'AWS::EC2::KeyPair::KeyName',
            },
          },
          Resources: { T: topic() },
        }),
      }),
    ),
  ),
  at('resources/test_kinesis', 'test_stream_creation', 'resource_description', async (client, name) => {
    await byChangeSet(client, name, stream);
    return client.send(
      new DescribeStackResourcesCommand({ StackName: name, LogicalResourceId: 'TestStream' }),
    );
  }),
  at('resources/test_ec2', 'test_internet_gateway_ref_and_attr', 'description', async (client, name) => {
    const body = JSON.stringify({ Resources: { Gateway: { Type: 'AWS::EC2::InternetGateway' } } });
    await byChangeSet(client, name, body);
    const reply = await client.send(
      new DescribeStackResourceCommand({ StackName: name, LogicalResourceId: 'Gateway' }),
    );
    return reply.StackResourceDetail;
  }),
  at(
    'engine/test_attributes',
    'TestResourceAttributes::test_invalid_getatt_fails',
    'stack_events',
    async (client, name) => {
      const made = await byChangeSet(
        client,
        name,
        JSON.stringify({
          Resources: { T: topic() },
          Outputs: { InvalidOutput: { Value: { 'Fn::GetAtt': ['T', 'Invalid'] } } },
        }),
      );
      const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: made.id }));
      return { events: StackEvents };
    },
    (value) => JSON.parse(JSON.stringify(value).replaceAll('AWS::SSM::Parameter', 'AWS::SNS::Topic')),
  ),
  at('api/test_update_stack', 'test_basic_update', 'update_response', async (client, name) => {
    await client.send(new CreateStackCommand({ StackName: name, TemplateBody: simple(`a-${name}`) }));
    await settled(client, name);
    return client.send(new UpdateStackCommand({ StackName: name, TemplateBody: simple(`b-${name}`) }));
  }),
];
