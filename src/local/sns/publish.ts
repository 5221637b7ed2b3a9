import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { Outbox, OutboxEntry } from './outbox.js';
import { checkArn, invalidParameter, type SnsStore, type Topic } from './store.js';

const maximumBytes = 262_144;

interface Message {
  Message: string;
  Subject?: string;
  MessageStructure?: string;
  MessageAttributes?: Record<string, { DataType?: string; StringValue?: string; BinaryValue?: Uint8Array }>;
}

/** Publish and PublishBatch: into the outbox, for every confirmed subscription. */
export function publishActions(store: SnsStore, outbox: Outbox): Record<string, Action> {
  const deliver = (topic: Topic, message: Message): string => {
    const texts = checkMessage(message);
    const messageId = randomUUID();
    const confirmed = store.subscriptionsOf(topic).filter(({ token }) => token === undefined);
    outbox.append({
      time: new Date().toISOString(),
      type: 'Notification',
      messageId,
      topicArn: topic.arn,
      ...(message.Subject !== undefined && { subject: message.Subject }),
      message: texts.default ?? message.Message,
      ...(message.MessageAttributes && { attributes: readable(message.MessageAttributes) }),
      recipients: confirmed.map(({ protocol, endpoint, arn }) => ({
        protocol,
        endpoint,
        subscriptionArn: arn,
        ...(texts[protocol] !== undefined && { message: texts[protocol] }),
      })),
    });
    store.cloud.log(`sns: message ${messageId} to ${topic.name}, ${confirmed.length} recipients`);
    return messageId;
  };
  return {
    Publish(input) {
      if (input.PhoneNumber)
        throw invalidParameter('PhoneNumber Reason: the local cloud sends no text messages');
      const member = input.TopicArn === undefined && input.TargetArn !== undefined ? 'TargetArn' : 'TopicArn';
      const arn: string = input.TopicArn ?? input.TargetArn ?? '';
      checkArn(member, arn);
      if (arn.includes(':endpoint/'))
        throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
      return { MessageId: deliver(store.topic(arn, member), input) };
    },
    PublishBatch(input) {
      const entries: (Message & { Id: string })[] = input.PublishBatchRequestEntries;
      checkBatch(entries);
      const topic = store.topic(input.TopicArn);
      const failed: object[] = [];
      const successful: object[] = [];
      for (const entry of entries) {
        try {
          successful.push({ Id: entry.Id, MessageId: deliver(topic, entry) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          failed.push({ Id: entry.Id, Code: 'InvalidParameter', Message: error.message, SenderFault: true });
        }
      }
      return { Successful: successful, Failed: failed };
    },
  };
}

/**
 * The texts by protocol that a message holds (`default` when it has one for all).
 * @throws AwsError InvalidParameterException. Source: recorded `test_empty_sns_message`, `test_message_structure_json_exc`.
 */
function checkMessage(message: Message): Record<string, string> {
  if (!message.Message) throw invalidParameter('Empty message');
  if (sizeOf(message) > maximumBytes) throw invalidParameter('Message too long');
  const subject = message.Subject;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what AWS refuses.
  if (subject !== undefined && !/^[^\s\u0000-\u001f][^\u0000-\u001f]{0,99}$/.test(subject))
    throw invalidParameter('Subject');
  if (message.MessageStructure !== 'json') return { default: message.Message };
  let texts: Record<string, unknown>;
  try {
    texts = JSON.parse(message.Message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  if (typeof texts?.default !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Binary values as base64. */
function readable(
  attributes: NonNullable<Message['MessageAttributes']>,
): NonNullable<OutboxEntry['attributes']> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { BinaryValue, ...rest }]) => [
      name,
      BinaryValue ? { ...rest, StringValue: Buffer.from(BinaryValue).toString('base64') } : rest,
    ]),
  );
}

function sizeOf(message: Message): number {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { DataType = '', StringValue = '' }]) => name + DataType + StringValue,
  );
  return Buffer.byteLength(message.Message + attributes.join(''));
}

/** Source: recorded `test_publish_batch_invalid_entry_id`, `test_publish_batch_too_long_message`. */
function checkBatch(entries: readonly (Message & { Id: string })[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
  if (entries.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    );
  if (new Set(entries.map(({ Id }) => Id)).size !== entries.length)
    throw new AwsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    );
  for (const { Id } of entries) {
    if (Id.length > 80)
      throw new AwsError(
        'InvalidBatchEntryIdException',
        `The Id of a batch entry in the batch request is too long: ${Id}`,
      );
    if (!/^[\w-]+$/.test(Id))
      throw new AwsError(
        'InvalidBatchEntryIdException',
        `The Id of a batch entry in the batch request contains an impermissible character: ${Id}`,
      );
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > maximumBytes)
    throw new AwsError(
      'BatchRequestTooLongException',
      'The length of all the messages put together is more than the limit.',
    );
}
