import { AwsError } from '../../protocol/errors.js';
import type { Action, RequestContext } from '../../service.js';
import type { Pool } from '../environment/pool.js';
import type { EventQueue } from '../event-queue.js';
import { conflict } from '../names.js';
import type { FunctionStore } from '../store.js';

const SYNC_LIMIT = 6_291_456;
const EVENT_LIMIT = 1_048_576;
const RESPONSE_LIMIT = 6_291_556;

export interface InvokeInput {
  FunctionName: string;
  Qualifier?: string;
  InvocationType?: 'RequestResponse' | 'Event' | 'DryRun';
  LogType?: 'None' | 'Tail';
  ClientContext?: string;
  Payload?: Uint8Array;
}

/**
 * Invokes a function: waits for its answer (200), takes it in for later (202), or only checks (204).
 * @throws AwsError ResourceNotFoundException, ResourceConflictException (Pending), TooManyRequestsException,
 * InvalidRequestContentException, RequestTooLargeException.
 */
export function invoke(store: FunctionStore, pool: Pool, queue: EventQueue): Action {
  return async (input: InvokeInput, context: RequestContext) => {
    const { record, configuration, qualifier } = store.resolve(
      input.FunctionName,
      input.Qualifier,
      '$LATEST',
    );
    const type = input.InvocationType ?? 'RequestResponse';
    const payload = readPayload(input.Payload, type);
    if (type === 'DryRun') return { StatusCode: 204 };
    if (configuration.state === 'Pending') {
      throw conflict(
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      );
    }
    const invocation = {
      requestId: context.requestId,
      payload,
      invokedFunctionArn: store.arn(record.name, qualifier),
      clientContext: decodeClientContext(input.ClientContext),
    };
    if (type === 'Event') {
      queue.add({ name: record.name, qualifier, invocation });
      return { StatusCode: 202 };
    }
    pool.enter(record);
    try {
      const result = await pool.run(record, configuration, invocation);
      const oversize = Buffer.byteLength(result.payload) > RESPONSE_LIMIT;
      return {
        StatusCode: 200,
        ...(result.failed || oversize ? { FunctionError: 'Unhandled' } : {}),
        ...(input.LogType === 'Tail' ? { LogResult: result.tail } : {}),
        ExecutedVersion: configuration.version,
        Payload: Buffer.from(oversize ? tooLargeAnswer(result.payload) : result.payload),
      };
    } finally {
      pool.leave(record);
    }
  };
}

function readPayload(payload: Uint8Array | undefined, type: string): string {
  const limit = type === 'Event' ? EVENT_LIMIT : SYNC_LIMIT;
  const size = payload?.length ?? 0;
  if (size > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      `${size} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
      { status: 413, members: { Type: 'User' } },
    );
  }
  if (!payload || size === 0) return '{}';
  const text = Buffer.from(payload).toString('utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      {
        members: { Type: 'User' },
      },
    );
  }
  return text;
}

function decodeClientContext(base64: string | undefined): string | undefined {
  if (!base64) return undefined;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
      {
        members: { Type: 'User' },
      },
    );
  }
  return text;
}

function tooLargeAnswer(payload: string): string {
  return JSON.stringify({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${Buffer.byteLength(payload)} bytes) exceeded maximum allowed payload size (${RESPONSE_LIMIT} bytes).`,
  });
}
