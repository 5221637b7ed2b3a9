import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../../src/local/sns/outbox.js';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let sns: SNSClient;
let count = 0;

beforeAll(async () => {
  test = await startCloud({ services: ['sns'] });
  sns = new SNSClient(test.clientConfig);
});
afterAll(() => test.stop());

async function makeTopic(): Promise<string> {
  return (await sns.send(new CreateTopicCommand({ Name: `topic-${++count}` }))).TopicArn ?? '';
}
const outboxPath = () => join(test.folder, 'sns', 'outbox.jsonl');
const outbox = (): OutboxEntry[] =>
  readFileSync(outboxPath(), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('topics', () => {
  it('are the same when made twice, and differ by attributes', async () => {
    const make = (DisplayName: string) =>
      sns.send(new CreateTopicCommand({ Name: 'same', Attributes: { DisplayName } }));
    const { TopicArn } = await make('Alerts');
    expect(TopicArn).toBe(`arn:aws:sns:us-east-1:${test.cloud.accountId}:same`);
    expect((await make('Alerts')).TopicArn).toBe(TopicArn);
    await expect(make('Other')).rejects.toMatchObject({
      message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    });
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'New' }),
    );
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ DisplayName: 'New', SubscriptionsConfirmed: '0' });
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toContainEqual({ TopicArn });
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  it('carry tags', async () => {
    const ResourceArn = await makeTopic();
    await sns.send(
      new TagResourceCommand({
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
    expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
  });

  it('of FIFO kind are refused by name', async () => {
    await expect(
      sns.send(new CreateTopicCommand({ Name: 'x.fifo', Attributes: { FifoTopic: 'true' } })),
    ).rejects.toThrow('the local cloud has no FIFO topics');
  });
});

describe('subscriptions', () => {
  it('by email wait for the confirmation that lies in the outbox', async () => {
    const TopicArn = await makeTopic();
    const subscribe = () =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }));
    expect((await subscribe()).SubscriptionArn).toBe('pending confirmation');
    const pending = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(pending.Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual([
      'PendingConfirmation',
    ]);
    await sns.send(new PublishCommand({ TopicArn, Message: 'too early' }));
    expect(outbox().at(-1)?.recipients).toEqual([]);
    const Token = outbox().find(
      ({ type, topicArn }) => type === 'SubscriptionConfirmation' && topicArn === TopicArn,
    )?.token;
    const { SubscriptionArn } = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: 'false', Endpoint: 'ops@example.com' });
    expect((await subscribe()).SubscriptionArn).toBe(SubscriptionArn);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    const topic = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(topic.Attributes).toMatchObject({ SubscriptionsConfirmed: '0', SubscriptionsDeleted: '1' });
  });

  it('are refused with an endpoint that is none', async () => {
    const TopicArn = await makeTopic();
    const subscribe = (Protocol: string, Endpoint: string) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
    await expect(subscribe('carrier-pigeon', 'x')).rejects.toThrow('does not support this protocol string');
    await expect(subscribe('email', 'nobody')).rejects.toThrow('Email address');
    await expect(subscribe('sqs', 'http://queue')).rejects.toThrow('SQS endpoint ARN');
    await expect(subscribe('http', 'https://x')).rejects.toThrow(
      'Endpoint must match the specified protocol',
    );
  });
});

describe('messages', () => {
  it('lie in the outbox, which only its owner may read; the log has no word of them', async () => {
    const TopicArn = await makeTopic();
    const Endpoint = `arn:aws:sqs:us-east-1:${test.cloud.accountId}:queue`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'Delay', Message: 'consignment 7 is late' }),
    );
    expect(outbox().at(-1)).toMatchObject({
      messageId: MessageId,
      subject: 'Delay',
      message: 'consignment 7 is late',
      recipients: [{ protocol: 'sqs', endpoint: Endpoint }],
    });
    expect(statSync(outboxPath()).mode & 0o777).toBe(0o600);
    expect(test.lines.some((line) => line.includes(MessageId ?? '?'))).toBe(true);
    expect(test.lines.join('\n')).not.toContain('consignment 7');
  });

  it('may say something else to each protocol', async () => {
    const TopicArn = await makeTopic();
    const Endpoint = `arn:aws:lambda:us-east-1:${test.cloud.accountId}:function:f`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
    const Message = JSON.stringify({ default: 'd', lambda: 'l' });
    await sns.send(new PublishCommand({ TopicArn, MessageStructure: 'json', Message }));
    expect(outbox().at(-1)).toMatchObject({ message: 'd', recipients: [{ message: 'l' }] });
  });

  it('come in batches, each entry by itself', async () => {
    const TopicArn = await makeTopic();
    const reply = await sns.send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          { Id: 'good', Message: 'm' },
          { Id: 'bad', Message: 'm', Subject: '\n' },
        ],
      }),
    );
    expect(reply.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(reply.Failed?.map(({ Id }) => Id)).toEqual(['bad']);
  });

  it('and topics survive a restart', async () => {
    const TopicArn = await makeTopic();
    await sns.send(new PublishCommand({ TopicArn, Message: 'before' }));
    await test.restart();
    sns = new SNSClient({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    await sns.send(new PublishCommand({ TopicArn, Message: 'after' }));
    expect(
      outbox()
        .slice(-2)
        .map(({ message }) => message),
    ).toEqual(['before', 'after']);
  });
});
