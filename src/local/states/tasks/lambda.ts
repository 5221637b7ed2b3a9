import type { CallAs, Cloud } from '../../cloud.js';
import { StatesError } from '../interpreter/errors.js';
import type { Json } from '../language/types.js';
import { integrationError } from './errors.js';

interface InvokeReply {
  StatusCode: number;
  FunctionError?: string;
  ExecutedVersion?: string;
  Payload?: Uint8Array;
}

async function invoke(cloud: Cloud, input: object, as: CallAs): Promise<InvokeReply> {
  try {
    return (await cloud.call('lambda', 'Invoke', input, as)) as InvokeReply;
  } catch (error) {
    throw integrationError(error, 'Lambda', 'AWSLambda');
  }
}

/** A function's own error becomes the task's: its type the name, its whole answer the cause. */
function answerOf(reply: InvokeReply): Json {
  const text = Buffer.from(reply.Payload ?? []).toString('utf8');
  const answer = (text === '' ? null : JSON.parse(text)) as Json;
  if (reply.FunctionError) {
    const type = (answer as { errorType?: string } | null)?.errorType;
    throw new StatesError(type ?? 'Lambda.Unknown', text);
  }
  return answer;
}

/** A function named by its ARN: its input is the state's, its answer the result. @throws StatesError */
export async function invokeFunction(cloud: Cloud, arn: string, input: Json, as: CallAs): Promise<Json> {
  return answerOf(
    await invoke(cloud, { FunctionName: arn, Payload: Buffer.from(JSON.stringify(input)) }, as),
  );
}

/** `lambda:invoke`: FunctionName, Payload, InvocationType… in; Payload and the version out. @throws StatesError */
export async function invokeIntegration(cloud: Cloud, parameters: Json, as: CallAs): Promise<Json> {
  const { Payload, ...rest } = (parameters ?? {}) as Record<string, Json>;
  const payload = Payload === undefined ? {} : { Payload: Buffer.from(JSON.stringify(Payload)) };
  const reply = await invoke(cloud, { ...rest, ...payload }, as);
  const answer = answerOf(reply);
  return {
    ...(reply.ExecutedVersion === undefined ? {} : { ExecutedVersion: reply.ExecutedVersion }),
    Payload: answer,
    SdkHttpMetadata: { HttpStatusCode: reply.StatusCode },
    StatusCode: reply.StatusCode,
  };
}
