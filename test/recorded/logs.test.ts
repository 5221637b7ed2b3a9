import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { compareRecorded, readRecorded, replyOf, type Scenario } from './recorded-cases.js';

const files = [
  ...['groups', 'events', 'streams', 'filter_events', 'queries', 'metric_filters', 'delivery'],
  ...['export_tasks', 'resource_policies', 'destinations', 'subscription_filters'],
].map((name) => readRecorded(`logs/test_logs_${name}.snapshot.json`));
const file = {
  present: files.every(({ present }) => present),
  cases: new Map(files.flatMap(({ cases }) => [...cases])),
};
let test: TestCloud;
let logs: CloudWatchLogsClient;
let count = 0;

const createGroup = (logGroupName: string, more: object = {}) =>
  replyOf(logs.send(new CreateLogGroupCommand({ logGroupName, ...more })));
async function newGroup(more: object = {}): Promise<string> {
  const name = `group-${++count}`;
  await createGroup(name, more);
  return name;
}
async function newStream(): Promise<{ logGroupName: string; logStreamName: string }> {
  const names = { logGroupName: await newGroup(), logStreamName: `stream-${++count}` };
  await logs.send(new CreateLogStreamCommand(names));
  return names;
}
const groups = (input: object) => replyOf(logs.send(new DescribeLogGroupsCommand(input)));
const streams = (input: object) => replyOf(logs.send(new DescribeLogStreamsCommand(input)));
const put = (names: { logGroupName: string; logStreamName: string }, ...timestamps: number[]) =>
  replyOf(
    logs.send(
      new PutLogEventsCommand({
        ...names,
        logEvents: timestamps.map((timestamp) => ({ timestamp, message: 'm' })),
      }),
    ),
  );
const get = (input: { logStreamName: string; logGroupName?: string; nextToken?: string; limit?: number }) =>
  replyOf(logs.send(new GetLogEventsCommand(input)));
const filter = (input: object) => replyOf(logs.send(new FilterLogEventsCommand(input)));
const groupTags = (logGroupName: string) => replyOf(logs.send(new ListTagsLogGroupCommand({ logGroupName })));
const oneStream =
  (label: string): Scenario =>
  async () => ({
    [label]: await streams({ logGroupName: (await newStream()).logGroupName }),
  });
const day = 24 * 3_600_000;
/** The recording keeps only that there is an index. */
const indexOnly = (reply: Record<string, unknown>, name: string, placeholder: string) => ({
  ...reply,
  rejectedLogEventsInfo: Object.fromEntries(
    Object.keys(reply.rejectedLogEventsInfo as object).map((key) => [key, key === name ? placeholder : '']),
  ),
});

describe.runIf(file.present)('CloudWatch Logs as recorded on AWS', () => {
  beforeAll(async () => {
    test = await startCloud({ services: ['logs'] });
    logs = new CloudWatchLogsClient(test.clientConfig);
  });
  afterAll(() => test.stop());

  compareRecorded(
    'logs',
    file,
    [
      [
        'create_log_group_with_kms_key',
        async () => {
          const kmsKeyId = `arn:aws:kms:us-east-1:${test.cloud.accountId}:key/k`;
          return {
            'describe-log-groups-with-kms': await groups({
              logGroupNamePrefix: await newGroup({ kmsKeyId }),
            }),
          };
        },
      ],
      [
        'create_log_group_duplicate_error',
        async () => ({
          'error-duplicate-log-group': await createGroup(await newGroup()),
        }),
      ],
      [
        'invalid_name_length',
        async () => ({ 'error-invalid-name-length': await createGroup('a'.repeat(513)) }),
      ],
      [
        'describe_log_groups_with_prefix',
        async () => {
          for (const end of ['1', '2', '3']) await createGroup(`prefix-${end}`);
          return { 'describe-log-groups-prefix': await groups({ logGroupNamePrefix: 'prefix-' }) };
        },
      ],
      [
        'prefix_and_pattern_error',
        async () => ({
          'error-prefix-and-pattern': await groups({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }),
        }),
      ],
      [
        'create_log_group_with_tags',
        async () => ({
          'list-tags-after-create': await groupTags(await newGroup({ tags: { env: 'testing' } })),
        }),
      ],
      [
        'test_tag_log_group',
        async () => {
          const logGroupName = await newGroup();
          await logs.send(new TagLogGroupCommand({ logGroupName, tags: { tag_key_1: 'tag_value_1' } }));
          return { 'list-tags-after-tag': await groupTags(logGroupName) };
        },
      ],
      [
        'test_untag_log_group',
        async () => {
          const logGroupName = await newGroup({
            tags: { tag_key_1: 'tag_value_1', tag_key_2: 'tag_value_2' },
          });
          await logs.send(new UntagLogGroupCommand({ logGroupName, tags: ['tag_key_1'] }));
          return { 'list-tags-after-untag': await groupTags(logGroupName) };
        },
      ],
      [
        'test_tag_resource_api',
        async () => {
          const logGroupName = await newGroup({ tags: { env: 'testing1' } });
          const resourceArn = `arn:aws:logs:us-east-1:${test.cloud.accountId}:log-group:${logGroupName}`;
          const byResource = () => replyOf(logs.send(new ListTagsForResourceCommand({ resourceArn })));
          const created = await groupTags(logGroupName);
          await logs.send(new TagResourceCommand({ resourceArn, tags: { test1: 'val1', test2: 'val2' } }));
          const tagged = { group: await groupTags(logGroupName), resource: await byResource() };
          await logs.send(new TagLogGroupCommand({ logGroupName, tags: { test3: 'val3' } }));
          const again = { group: await groupTags(logGroupName), resource: await byResource() };
          await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['env', 'test1', 'test3'] }));
          return {
            'list-tags-after-create': created,
            'list-tags-log-group-after-tag-resource': tagged.group,
            'list-tags-for-resource-after-tag-resource': tagged.resource,
            'list-tags-log-group-after-tag-log-group': again.group,
            'list-tags-for-resource-after-tag-log-group': again.resource,
            'list-tags-log-group-after-untag': await groupTags(logGroupName),
            'list-tags-for-resource-after-untag': await byResource(),
          };
        },
      ],
      [
        'put_log_events_to_invalid_stream',
        async () => ({
          'error-invalid-stream': await put(
            { logGroupName: await newGroup(), logStreamName: 'invalid' },
            Date.now(),
          ),
        }),
      ],
      [
        'put_log_events_wrong_order',
        async () => ({
          'error-wrong-order': await put(await newStream(), Date.now(), Date.now() - 100_000),
        }),
      ],
      [
        'put_log_events_too_old',
        async () => ({
          'response-too-old': indexOnly(
            await put(await newStream(), Date.now() - 15 * day),
            'tooOldLogEventEndIndex',
            'too-old-log-event-end-index',
          ),
        }),
      ],
      [
        'put_log_events_too_new',
        async () => ({
          'response-too-new': indexOnly(
            await put(await newStream(), Date.now() + day),
            'tooNewLogEventStartIndex',
            'too-new-log-event-start-index',
          ),
        }),
      ],
      [
        'get_log_events_invalid_token',
        async () => ({
          'error-invalid-token': await get({ ...(await newStream()), nextToken: 'n/1/s' }),
        }),
      ],
      [
        'get_log_events_limit_validation',
        async () => ({
          'error-limit-exceeded': await get({ ...(await newStream()), limit: 10_001 }),
        }),
      ],
      [
        'test_resource_does_not_exist',
        async () => ({
          'error-log-group-does-not-exist': await get({ logGroupName: 'doesnotexist', logStreamName: 'x' }),
          'error-log-stream-does-not-exist': await get({
            logGroupName: await newGroup(),
            logStreamName: 'x',
          }),
        }),
      ],
      ['create_and_delete_log_stream', oneStream('describe-log-streams-after-create')],
      ['log_stream_arn_format', oneStream('describe-log-streams-with-arn')],
      [
        'create_log_stream_duplicate_error',
        async () => ({
          'error-duplicate-log-stream': await replyOf(
            logs.send(new CreateLogStreamCommand(await newStream())),
          ),
        }),
      ],
      [
        'describe_log_streams_with_log_group_identifier',
        async () => {
          const { logGroupName } = await newStream();
          const arn = `arn:aws:logs:us-east-1:${test.cloud.accountId}:log-group:${logGroupName}`;
          return {
            'describe-streams-identifier-name': await streams({ logGroupIdentifier: logGroupName }),
            'describe-streams-identifier-arn': await streams({ logGroupIdentifier: arn }),
            'error-both-name-and-identifier': await streams({ logGroupName, logGroupIdentifier: arn }),
          };
        },
      ],
      [
        'describe_log_streams_with_prefix',
        async () => {
          const logGroupName = await newGroup();
          for (const end of ['1', '2', '3'])
            await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: `p-${end}` }));
          return {
            'describe-streams-with-prefix': await streams({ logGroupName, logStreamNamePrefix: 'p-' }),
          };
        },
      ],
      [
        'filter_log_events_limit_validation',
        async () => ({
          'error-limit-exceeded': await filter({ logGroupName: await newGroup(), limit: 10_001 }),
        }),
      ],
      [
        'filter_log_events_unknown_token',
        async () => ({
          'invalid-token': await filter({ logGroupName: await newGroup(), nextToken: 'invalid-token' }),
        }),
      ],
    ],
    [
      [/groups_with_pattern/, 'recorded before deletionProtectionEnabled and storedBytes were shown'],
      [
        /^Test(CloudWatchLogsInsights|MetricFilters|Deliver|ExportTasks|ResourcePolicies|Destinations|SubscriptionFilter)/,
        'queries, metric and subscription filters, deliveries, exports and policies are not supported',
      ],
    ],
  );
});
