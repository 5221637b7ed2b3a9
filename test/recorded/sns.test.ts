import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { compareRecorded, readRecorded, replyOf } from './recorded-cases.js';

const file = readRecorded('sns/test_sns.snapshot.json');
let test: TestCloud;
let sns: SNSClient;
let count = 0;

const make = (Name = `topic-${++count}`, more: object = {}) =>
  replyOf(sns.send(new CreateTopicCommand({ Name, ...more })));
const newTopic = async () => (await make()).TopicArn as string;
const remove = (TopicArn: string) => replyOf(sns.send(new DeleteTopicCommand({ TopicArn })));
const publish = (input: object) =>
  replyOf(sns.send(new PublishCommand({ Message: 'm', ...input } as { Message: string })));
const batch = (TopicArn: string, PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
  replyOf(sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries })));
const subscribe = (
  TopicArn: string,
  Protocol: string,
  Endpoint: string,
  Attributes?: Record<string, string>,
) =>
  replyOf(
    sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ...(Attributes && { Attributes }) })),
  );
const unsubscribe = (SubscriptionArn: string) =>
  replyOf(sns.send(new UnsubscribeCommand({ SubscriptionArn })));
const subscription = (SubscriptionArn: string) =>
  replyOf(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })));
const queue = () => `arn:aws:sqs:us-east-1:${test.cloud.accountId}:queue`;
const missing = () => `arn:aws:sns:us-east-1:${test.cloud.accountId}:no-such-topic`;
/** Attributes that hold JSON come as objects in the recording. */
async function attributes(TopicArn: string): Promise<Record<string, unknown>> {
  const reply = await replyOf(sns.send(new GetTopicAttributesCommand({ TopicArn })));
  if (!reply.Attributes) return reply;
  const shown = Object.entries(reply.Attributes).map(([key, value]) => [
    key,
    /Policy$/.test(key) ? JSON.parse(value) : value,
  ]);
  return { Attributes: Object.fromEntries(shown) };
}
async function subscribed(raw?: string) {
  const topic = await newTopic();
  const reply = await subscribe(topic, 'sqs', queue(), raw ? { RawMessageDelivery: raw } : undefined);
  return { topic, arn: reply.SubscriptionArn as string };
}

describe.runIf(file.present)('SNS as recorded on AWS', () => {
  beforeAll(async () => {
    test = await startCloud({ services: ['sns'] });
    sns = new SNSClient(test.clientConfig);
  });
  afterAll(() => test.stop());

  compareRecorded(
    'sns',
    file,
    [
      [
        'TestSNSTopicCrud::test_create_topic_test_arn',
        async () => {
          const created = await make();
          const arn = created.TopicArn as string;
          return {
            'create-topic': created,
            'get-topic-attrs': await attributes(arn),
            'delete-topic': await remove(arn),
            'topic-not-exists': await attributes(arn),
          };
        },
      ],
      [
        'test_topic_get_attributes_with_fifo_false',
        async () => {
          const created = await make('fifo-false', { Attributes: { FifoTopic: 'false' } });
          return { 'get-attrs-standard-topic': await attributes(created.TopicArn as string) };
        },
      ],
      [
        /TestSNSTopicCrud::test_tags$/,
        async () => {
          const Tags = [
            { Key: 'k1', Value: 'v1' },
            { Key: 'k2', Value: 'v2' },
          ];
          const duplicate = await make('tags', { Tags: [...Tags, { Key: 'k1', Value: 'v1' }] });
          const ResourceArn = (await make('tags', { Tags })).TopicArn as string;
          const list = () => replyOf(sns.send(new ListTagsForResourceCommand({ ResourceArn })));
          const before = await list();
          await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['k1'] }));
          const after = await list();
          await sns.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'k2', Value: 'v2b' }] }));
          return {
            'duplicate-key-error': duplicate,
            'list-created-tags': before,
            'list-after-delete-tags': after,
            'list-after-update-tags': await list(),
          };
        },
      ],
      [
        'test_create_duplicate_topic_with_more_tags',
        async () => {
          await make('more-tags');
          return { 'exception-duplicate': await make('more-tags', { Tags: [{ Key: 'a', Value: 'b' }] }) };
        },
      ],
      [
        'test_create_duplicate_topic_check_idempotency',
        async () => {
          const Tags = [{ Key: 'a', Value: '1' }];
          const created = await make('idem', { Tags });
          return {
            'response-created': created,
            'response-same-arn-0': await make('idem'),
            'response-same-arn-1': await make('idem', { Tags: [] }),
            'response-same-arn-2': await make('idem', { Tags }),
          };
        },
      ],
      [
        'test_create_topic_after_delete_with_new_tags',
        async () => {
          const first = await make('again');
          await remove(first.TopicArn as string);
          return { 'topic-0': first, 'topic-1': await make('again', { Tags: [{ Key: 'n', Value: 'v' }] }) };
        },
      ],
      [
        'test_create_topic_different_attrs',
        async () => {
          const create = (Attributes?: Record<string, string>) =>
            make('attrs', Attributes ? { Attributes } : {});
          const created = await create({ DisplayName: 'Value1' });
          return {
            'create-topic': created,
            'create-topic-no-attrs': await create(),
            'topic-attrs': await attributes(created.TopicArn as string),
            'create-topic-diff-attrs': await create({ DisplayName: 'Value2' }),
            'create-topic-new-attrs': await create({ KmsMasterKeyId: 'k' }),
          };
        },
      ],
      [
        /delete_topic_idempotency|delete_non_existent_topic/,
        async (recorded) => {
          const topic = await newTopic();
          return 'delete-topic' in recorded
            ? { 'delete-topic': await remove(topic), 'delete-topic-again': await remove(topic) }
            : { 'delete-non-existent-topic': await remove(missing()) };
        },
      ],
      [
        'test_publish_wrong_arn_format',
        async () => ({
          'invalid-topic-arn': await publish({ TopicArn: 'randomstring' }),
          'invalid-topic-arn-1': await publish({ TopicArn: 'randomstring:1' }),
          'empty-topic': await publish({ TopicArn: '' }),
        }),
      ],
      [
        'test_unknown_topic_publish',
        async () => ({
          success: await publish({ TopicArn: await newTopic() }),
          error: await publish({ TopicArn: missing() }),
        }),
      ],
      [
        'test_publish_non_existent_target',
        async () => ({
          'non-existent-endpoint': await publish({
            TargetArn: `arn:aws:sns:us-east-1:${test.cloud.accountId}:endpoint/APNS/x/y`,
          }),
        }),
      ],
      [
        'test_publish_with_empty_subject',
        async () => {
          const TopicArn = await newTopic();
          return {
            'response-without-subject': await publish({ TopicArn }),
            'response-with-empty-subject': await publish({ TopicArn, Subject: '' }),
          };
        },
      ],
      [
        'test_empty_sns_message',
        async () => ({
          'empty-msg-error': await publish({ TopicArn: await newTopic(), Message: '' }),
        }),
      ],
      [
        'test_publish_too_long_message',
        async () => ({
          error: await publish({ TopicArn: await newTopic(), Message: 'a'.repeat(262_145) }),
        }),
      ],
      [
        'test_publish_batch_too_long_message',
        async () => ({
          'error-no-attrs': await batch(await newTopic(), [
            { Id: '1', Message: 'a'.repeat(200_000) },
            { Id: '2', Message: 'a'.repeat(200_000) },
          ]),
        }),
      ],
      [
        'test_message_structure_json_exc',
        async () => {
          const TopicArn = await newTopic();
          const json = (Message: string) => publish({ TopicArn, Message, MessageStructure: 'json' });
          return {
            'missing-default-key': await json('{"sqs": "x"}'),
            'invalid-json': await json('{"default": "x"'),
            'duplicate-json-keys': await json('{"default": "a", "default": "b"}'),
            'key-is-not-string': await json('{"default": {"object": "x"}}'),
          };
        },
      ],
      [
        'test_publish_batch_invalid_entry_id',
        async () => {
          const topic = await newTopic();
          const id = (Id: string) => batch(topic, [{ Id, Message: 'm' }]);
          return {
            'invalid-char-dot': await id('message.id'),
            'invalid-char-special': await id('msg@123#test'),
            'id-too-long-81': await id('a'.repeat(81)),
          };
        },
      ],
      [
        'test_topic_publish_another_region',
        async () => ({
          error: await publish({ TopicArn: `arn:aws:sns:eu-north-1:${test.cloud.accountId}:t` }),
        }),
      ],
      [
        'test_subscribe_with_invalid_protocol',
        async () => ({
          exception: await subscribe(await newTopic(), 'test-protocol', 'localstack@yopmail.com'),
        }),
      ],
      [
        'test_subscribe_with_invalid_topic',
        async () => ({
          'invalid-subscribe-arn-1': await subscribe('randomstring', 'email', 'a@b.c'),
          'invalid-subscribe-arn-2': await subscribe('arn:aws:sns:us-east-1:random', 'email', 'a@b.c'),
          'non-existent-topic': await subscribe(missing(), 'email', 'a@b.c'),
        }),
      ],
      [
        /unsubscribe_from_non_existing|unsubscribe_idempotency/,
        async (recorded) => {
          const { arn } = await subscribed();
          const first = await unsubscribe(arn);
          const second = await unsubscribe(arn);
          return 'empty-unsubscribe' in recorded
            ? { 'empty-unsubscribe': second }
            : { 'unsubscribe-1': first, 'unsubscribe-2': second };
        },
      ],
      [
        'test_unsubscribe_wrong_arn_format',
        async () => ({
          'invalid-unsubscribe-arn-1': await unsubscribe('randomstring'),
          'invalid-unsubscribe-arn-2': await unsubscribe('arn:aws:sns:us-east-1:random'),
          'invalid-unsubscribe-arn-3': await unsubscribe('arn:aws:sns:us-east-1:111111111111:random'),
          'invalid-unsubscribe-arn-4': await unsubscribe(''),
        }),
      ],
      [
        'test_unsubscribe_from_deleted_topic',
        async () => ({
          'unsubscribe-deleted-topic': await unsubscribe('not-an-arn'),
        }),
      ],
      [
        'test_create_subscriptions_with_attributes',
        async () => {
          const topic = await newTopic();
          const wrong = await subscribe(topic, 'sqs', queue(), { RawMessageDelivery: 'wrongvalue' });
          const right = await subscribe(topic, 'sqs', queue(), { RawMessageDelivery: 'true' });
          const arn = right.SubscriptionArn as string;
          return {
            'subscribe-wrong-attr': wrong,
            subscribe: right,
            'get-attrs': await subscription(arn),
            'get-attrs-nonexistent-sub': await subscription(`${arn.slice(0, -4)}abcd`),
          };
        },
      ],
      [
        'test_subscribe_idempotency',
        async () => {
          const topic = await newTopic();
          const again = (raw?: string) =>
            subscribe(topic, 'sqs', queue(), raw === undefined ? undefined : { RawMessageDelivery: raw });
          const first = await again('true');
          return {
            subscribe: first,
            'get-sub-attrs': await subscription(first.SubscriptionArn as string),
            'subscribe-exact-same-raw': await again('true'),
            'subscribe-idempotent-no-attributes': await again(),
            'subscribe-diff-attributes': await again('false'),
          };
        },
      ],
      [
        'test_double_subscription',
        async () => {
          const topic = (await make('double-sub-befdfdff')).TopicArn as string;
          return {
            'double-subscription-first': await subscribe(topic, 'sqs', queue()),
            'double-subscription-second': await subscribe(topic, 'sqs', queue()),
          };
        },
      ],
      [
        /subscription_with_attributes|set_subscription_attributes|delete_subscriptions_on_delete_topic/,
        async (recorded, title) => {
          const { arn, topic } = await subscribed('true');
          if (title.includes('delete_topic')) await remove(topic);
          return { [Object.keys(recorded)[0] ?? '']: await subscription(arn) };
        },
      ],
      [
        'test_subscribe_attributes',
        async () => ({
          'get-subscription-attributes': await subscription((await subscribed()).arn),
        }),
      ],
      [
        'error_not_exists',
        async () => ({
          'get-sub-attrs-nonexistent': await subscription(
            `${missing()}:00000000-0000-0000-0000-000000000000`,
          ),
        }),
      ],
      [
        'test_creating_subscription',
        async () => ({
          'create-subscription': await subscribe(await newTopic(), 'http', 'http://localhost:1/'),
        }),
      ],
      [
        'test_getting_subscriptions_by_topic',
        async () => {
          const { topic: TopicArn } = await subscribed();
          return {
            'list-subscriptions-by-topic': await replyOf(
              sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })),
            ),
          };
        },
      ],
      [
        'test_subscribe_unknown_topic',
        async () => ({
          'subscribe-unknown-topic': await subscribe(missing(), 'sqs', queue()),
        }),
      ],
      [
        'test_subscribe_unknown_sqs_queue',
        async () => {
          const topic = await newTopic();
          return {
            'subscribe-unknown-sqs': await subscribe(topic, 'sqs', queue()),
            'subscribe-unknown-sqs-invalid_arn': await subscribe(topic, 'sqs', 'queue'),
          };
        },
      ],
      [
        'test_subscribe_sqs_queue_url',
        async () => ({
          'subscribe-sqs-via-url-error': await subscribe(await newTopic(), 'sqs', 'https://sqs/queue'),
        }),
      ],
      [
        'test_sns_confirm_subscription_wrong_token',
        async () => {
          const confirm = (TopicArn: string, Token: string) =>
            replyOf(sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token })));
          return {
            'topic-not-exists': await confirm(missing(), 'a'.repeat(192)),
            'invalid-token': await confirm(await newTopic(), 'randomtoken'),
            'token-not-exists': await confirm(await newTopic(), 'a'.repeat(192)),
          };
        },
      ],
      [
        'test_validate_set_sub_attributes',
        async () => {
          const { arn: SubscriptionArn } = await subscribed();
          const set = (AttributeName: string, AttributeValue: string) =>
            replyOf(
              sns.send(
                new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }),
              ),
            );
          return {
            'fake-attribute': await set('FakeAttribute', 'x'),
            'raw-message-wrong-value': await set('RawMessageDelivery', 'test-ValUe'),
            'raw-message-empty-value': await set('RawMessageDelivery', ''),
            'fake-arn-redrive-policy': await set('RedrivePolicy', '{"deadLetterTargetArn": "fake-arn"}'),
          };
        },
      ],
    ],
    [
      [
        /^TestSNS(Platform|SMS|SubscriptionSQS|SubscriptionLambda|SubscriptionHttp|SubscriptionFirehose|FilterPolicy|Certificate|PublishDelivery|MultiRegion|MultiAccounts|RetrospectionEndpoint)/,
        'deliveries, filters, phones and platforms are not supported: messages lie in the outbox',
      ],
      [/sms|opt_in|opted_out|pagination|check_/i, 'phones are not supported'],
      [
        /fifo|create_topic_with_attributes|delivery_policy_crud|name_constraints|list_subscriptions$|tags_removed/i,
        'FIFO topics, or a recording without replies',
      ],
      [
        /permission|data_protection|policy_overwrite/,
        'AddPermission, RemovePermission and data protection are not supported',
      ],
      [/multiple_regions|should_be_idempotent/, 'two regions, or inputs that the recording lacks'],
      [
        /path_parameters|by_target_arn|before_subscribe|confirm_subscription$|not_found_error_on_set|invalid_filter_policy/,
        'what a queue or a web server received, or words of a Java parser',
      ],
    ],
  );
});
