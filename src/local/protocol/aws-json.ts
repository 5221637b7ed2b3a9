import { gunzipSync } from 'node:zlib';
import type { Codec, WireRequest } from './codec.js';
import { AwsError } from './errors.js';
import { jsonText } from './json-text.js';
import { fromJson, toJson } from './values-json.js';

const lenient = { strict: false };

function contentType(protocol: string): string {
  return protocol === 'awsJson1_0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
}

/** Far beyond what any action takes, so that a small request can't fill the memory. */
const longestBody = 16 * 1024 * 1024;

/** CloudWatch's clients compress a request of more than 10 KB. */
function plainBody(request: WireRequest): Buffer {
  if (request.headers['content-encoding'] !== 'gzip') return request.body;
  return gunzipSync(request.body, { maxOutputLength: longestBody });
}

/** AWS JSON 1.0 and 1.1: POST /, the operation in X-Amz-Target. */
export const awsJson: Codec = {
  decodeRequest(model, request) {
    const target = request.headers['x-amz-target'] ?? '';
    const action = target.slice(target.lastIndexOf('.') + 1);
    const operation = model.operations[action];
    if (!operation) throw new AwsError('UnknownOperationException', '', { status: 400 });
    let json: unknown;
    try {
      const body = plainBody(request);
      json = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch {
      throw new AwsError('SerializationException', 'The body of the request is not JSON.', { status: 400 });
    }
    return { action, input: (fromJson(model, operation.input, json) ?? {}) as Record<string, unknown> };
  },

  encodeReply(model, action, output, requestId, options) {
    const reference = model.operations[action]?.output ?? 'unit';
    // An operation without output answers an empty body.
    const body = reference === 'unit' ? '' : jsonText(toJson(model, [reference], output, options));
    return {
      status: 200,
      headers: { 'content-type': contentType(model.protocol), 'x-amzn-requestid': requestId },
      body,
    };
  },

  encodeError(model, error, requestId) {
    return encodeJsonError(model, error, requestId, contentType(model.protocol), true);
  },

  encodeRequest(model, action, input) {
    const reference = model.operations[action]?.input ?? 'unit';
    return {
      method: 'POST',
      path: '/',
      query: [],
      headers: { 'content-type': contentType(model.protocol), 'x-amz-target': `${model.target}.${action}` },
      body: Buffer.from(jsonText(toJson(model, [reference], input, lenient) ?? {})),
    };
  },

  decodeReply(model, action, reply) {
    if (reply.status >= 300) throw decodeJsonError(reply);
    const reference = model.operations[action]?.output ?? 'unit';
    return reply.body.length === 0 ? {} : fromJson(model, reference, JSON.parse(reply.body.toString('utf8')));
  },
};

/** An error of a JSON protocol: its name in `x-amzn-errortype`, for AWS JSON also in `__type`. */
export function encodeJsonError(
  model: Parameters<Codec['encodeError']>[0],
  error: AwsError,
  requestId: string,
  type: string,
  typeInBody: boolean,
): ReturnType<Codec['encodeError']> {
  const known = model.errors[error.code];
  const members = model.shapes[error.code]
    ? (toJson(model, [error.code], error.members, lenient) as object)
    : error.members;
  const body = {
    ...(typeInBody ? { __type: error.code } : {}),
    ...members,
    [known?.message ?? 'message']: error.message,
  };
  return {
    status: error.status ?? known?.status ?? 400,
    headers: { 'content-type': type, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
    body: jsonText(body),
  };
}

/** The error in a JSON reply. */
export function decodeJsonError(reply: {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}): AwsError {
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(reply.body.toString('utf8'));
  } catch {
    // The status and the header still name the error.
  }
  const type = String(reply.headers['x-amzn-errortype'] ?? body.__type ?? body.code ?? `HTTP${reply.status}`);
  const code = type.split(':')[0]?.split('#').pop() ?? type;
  const message = String(body.message ?? body.Message ?? body.errorMessage ?? '');
  const { __type, message: _m, Message: _M, ...members } = body;
  return new AwsError(code, message, { status: reply.status, members });
}
