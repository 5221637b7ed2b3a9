import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let logs: CloudWatchLogsClient;
let count = 0;

beforeAll(async () => {
  test = await startCloud({ services: ['logs'] });
  logs = new CloudWatchLogsClient(test.clientConfig);
});
afterAll(() => test.stop());

async function makeStream(): Promise<{ logGroupName: string; logStreamName: string }> {
  const names = { logGroupName: `/test/group-${++count}`, logStreamName: 'stream' };
  await logs.send(new CreateLogGroupCommand({ logGroupName: names.logGroupName, tags: { a: '1' } }));
  await logs.send(new CreateLogStreamCommand(names));
  return names;
}
const write = (
  names: { logGroupName: string; logStreamName: string },
  messages: string[],
  from = Date.now(),
) =>
  logs.send(
    new PutLogEventsCommand({
      ...names,
      logEvents: messages.map((message, index) => ({ message, timestamp: from + index })),
    }),
  );

describe('log groups', () => {
  it('are made, described, given a retention and tags, and deleted', async () => {
    const { logGroupName } = await makeStream();
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    const describeGroup = async () =>
      (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups?.[0];
    const group = await describeGroup();
    expect(group).toMatchObject({ logGroupName, retentionInDays: 7, logGroupClass: 'STANDARD' });
    expect(group?.arn).toBe(`${group?.logGroupArn}:*`);
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect((await describeGroup())?.retentionInDays).toBeUndefined();
    const resourceArn = group?.logGroupArn ?? '';
    await logs.send(new TagResourceCommand({ resourceArn, tags: { b: '2' } }));
    await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: '2' });
    await expect(
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await describeGroup()).toBeUndefined();
  });

  it('take their events with them', async () => {
    const names = await makeStream();
    await write(names, ['old']);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: names.logGroupName }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: names.logGroupName }));
    await logs.send(new CreateLogStreamCommand(names));
    expect((await logs.send(new GetLogEventsCommand(names))).events).toEqual([]);
  });
});

describe('events', () => {
  it('are read in pages, both ways, to an end that stays', async () => {
    const names = await makeStream();
    await write(names, ['a', 'b', 'c', 'd', 'e']);
    const read = (more: object) => logs.send(new GetLogEventsCommand({ ...names, limit: 2, ...more }));
    const texts = (reply: Awaited<ReturnType<typeof read>>) => reply.events?.map(({ message }) => message);
    const first = await read({ startFromHead: true });
    expect(texts(first)).toEqual(['a', 'b']);
    const second = await read({ nextToken: first.nextForwardToken });
    expect(texts(second)).toEqual(['c', 'd']);
    expect(texts(await read({ nextToken: second.nextBackwardToken }))).toEqual(['a', 'b']);
    const third = await read({ nextToken: second.nextForwardToken });
    expect(texts(third)).toEqual(['e']);
    const end = await read({ nextToken: third.nextForwardToken });
    expect(end.events).toEqual([]);
    expect(end.nextForwardToken).toBe(third.nextForwardToken);
    expect(texts(await read({}))).toEqual(['d', 'e']);
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: names.logGroupName }),
    );
    expect(logStreams?.[0]?.firstEventTimestamp).toBe(first.events?.[0]?.timestamp);
  });

  it('too old or too new are left out, and said to be', async () => {
    const names = await makeStream();
    const now = Date.now();
    const reply = await logs.send(
      new PutLogEventsCommand({
        ...names,
        logEvents: [
          { message: 'old', timestamp: now - 15 * 24 * 3_600_000 },
          { message: 'good', timestamp: now },
          { message: 'new', timestamp: now + 3 * 3_600_000 },
        ],
      }),
    );
    expect(reply.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    const { events } = await logs.send(new GetLogEventsCommand(names));
    expect(events?.map(({ message }) => message)).toEqual(['good']);
  });

  it('are filtered by terms across streams, in pages', async () => {
    const names = await makeStream();
    const other = { ...names, logStreamName: 'other' };
    await logs.send(new CreateLogStreamCommand(other));
    const now = Date.now();
    await write(names, ['[ERROR] one', 'fine', 'ERRORS are not ERROR_X'], now);
    await write(other, ['late ERROR two', 'WARN "three four"'], now + 10);
    const filter = async (filterPattern: string, more: object = {}) =>
      logs.send(new FilterLogEventsCommand({ logGroupName: names.logGroupName, filterPattern, ...more }));
    const texts = async (pattern: string) => (await filter(pattern)).events?.map(({ message }) => message);
    expect(await texts('ERROR')).toEqual(['[ERROR] one', 'late ERROR two']);
    expect(await texts('ERROR -late')).toEqual(['[ERROR] one']);
    expect(await texts('?fine ?WARN')).toEqual(['fine', 'WARN "three four"']);
    expect(await texts('"three four"')).toEqual(['WARN "three four"']);
    expect(await texts('')).toHaveLength(5);
    const first = await filter('ERROR', { limit: 1 });
    const next = await filter('ERROR', { nextToken: first.nextToken });
    expect(next.events?.map(({ message }) => message)).toEqual(['late ERROR two']);
    await expect(filter('{ $.level = "ERROR" }')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('survive a restart and a line that a kill cut short', async () => {
    const names = await makeStream();
    await write(names, ['kept']);
    const folder = join(test.folder, 'logs', 'events');
    const file = readdirSync(folder).at(-1) ?? '';
    for (const name of readdirSync(folder)) appendFileSync(join(folder, name), '["000');
    expect(file).not.toBe('');
    await test.restart();
    logs = new CloudWatchLogsClient({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    await write(names, ['after']);
    const { events } = await logs.send(new GetLogEventsCommand({ ...names, startFromHead: true }));
    expect(events?.map(({ message }) => message)).toEqual(['kept', 'after']);
  });
});
