import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer that is no success, with Grafana's `message` and further members of its error body. */
export class HttpError extends Error {
  readonly status: number;
  readonly members: Record<string, unknown>;

  constructor(status: number, message: string, members: Record<string, unknown> = {}) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.members = members;
  }
}

/** What a browser may do with anything a workspace serves. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'deny',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...commonHeaders,
    'content-type': 'application/json; charset=UTF-8',
    'content-length': text.length,
    'cache-control': 'no-store',
  });
  response.end(text);
}

const largestBody = 8 * 1024 * 1024;

/** A request's JSON object; an empty body is an empty one. @throws HttpError 400 or 413 */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new HttpError(413, 'request body too large');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // answered below, as Grafana does for anything that is no JSON object
  }
  throw new HttpError(400, 'bad request data');
}
