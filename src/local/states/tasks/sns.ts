import type { CallAs, Cloud } from '../../cloud.js';
import type { Json } from '../language/types.js';
import { integrationError } from './errors.js';

/** `sns:publish`; a Message that is no text is sent as JSON. @throws StatesError */
export async function publish(cloud: Cloud, parameters: Json, as: CallAs): Promise<Json> {
  const input = { ...(parameters as Record<string, Json>) };
  if (input.Message !== undefined && typeof input.Message !== 'string')
    input.Message = JSON.stringify(input.Message);
  try {
    const reply = (await cloud.call('sns', 'Publish', input, as)) as Record<string, Json>;
    return { ...reply, SdkHttpMetadata: { HttpStatusCode: 200 } };
  } catch (error) {
    throw integrationError(error, 'SNS', 'AmazonSNS');
  }
}
