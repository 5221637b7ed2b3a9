import type { AwsError } from './errors.js';
import type { ServiceModel, ShapeOptions } from './model.js';

/** A request as it came over the wire. Header names are lower case; the path has no query. */
export interface WireRequest {
  method: string;
  path: string;
  query: [string, string][];
  headers: Record<string, string>;
  body: Buffer;
}

export interface WireReply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** Both directions of one wire protocol: the server decodes requests and encodes replies, a caller the reverse. */
export interface Codec {
  /** @throws AwsError when the request names no operation of the model or does not have its shape. */
  decodeRequest(
    model: ServiceModel,
    request: WireRequest,
  ): { action: string; input: Record<string, unknown> };
  encodeReply(
    model: ServiceModel,
    action: string,
    output: object,
    requestId: string,
    options: ShapeOptions,
  ): WireReply;
  encodeError(model: ServiceModel, error: AwsError, requestId: string): WireReply;
  encodeRequest(model: ServiceModel, action: string, input: object): WireRequest;
  /** @throws AwsError as the reply says it. */
  decodeReply(
    model: ServiceModel,
    action: string,
    reply: { status: number; headers: Record<string, string>; body: Buffer },
  ): unknown;
}
