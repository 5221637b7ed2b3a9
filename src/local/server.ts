import { randomUUID } from 'node:crypto';
import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { authenticationError } from './authentication-error.js';
import type { CredentialStore } from './credentials.js';
import type { Authorizer } from './policy/authorizer.js';
import type { WireReply, WireRequest } from './protocol/codec.js';
import { checkRequired, codecOf } from './protocol/codecs.js';
import { AwsError } from './protocol/errors.js';
import { modelOf, type ServiceModel } from './protocol/model.js';
import { decodeAwsChunked, isAwsChunked } from './s3/aws-chunked.js';
import type { Service } from './service.js';
import { parseAuthorization, verifySignature } from './signature.js';

/** Serves the unsigned HTTP of a Grafana workspace: `path` is what follows `/<workspace id>`. */
export type WorkspaceHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  workspaceId: string,
  path: string,
) => Promise<void>;

export interface ServerOptions {
  region: string;
  name: string;
  credentials: CredentialStore;
  services: Map<string, Service>;
  authorizer: Authorizer;
  workspace: () => WorkspaceHandler | undefined;
  strictShapes: boolean;
  log: (line: string) => void;
}

/** Larger than any request that AWS takes in one piece but S3's. */
const maximumBodyBytes = 256 * 1024 * 1024;
/** Services whose requests are signed for us-east-1 from everywhere. */
const globalServices = new Set(['iam', 'sts', 's3']);
const workspacePath = /^\/(g-[0-9a-f]{10})(\/.*)?$/;

/** One port for HTTP/1.1 and h2c: the SDK's Kinesis client speaks HTTP/2 without TLS. */
export class CloudServer {
  private readonly options: ServerOptions;
  private readonly listener: Server;
  private readonly sockets = new Set<Socket>();
  port = 0;

  constructor(options: ServerOptions) {
    this.options = options;
    const handle = (request: IncomingMessage, response: ServerResponse) =>
      void this.handle(request, response);
    const http1 = createHttp1Server({ keepAliveTimeout: 60_000 }, handle);
    // The compatibility layer of node:http2 gives the same request and response, but its types don't say so.
    const http2 = createHttp2Server({ settings: { initialWindowSize: 4 * 1024 * 1024 } }, handle as never);
    this.listener = createNetServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.setNoDelay(true);
      socket.once('readable', () => {
        const first = socket.read() as Buffer | null;
        if (!first) return;
        socket.unshift(first);
        (first.subarray(0, 3).toString('latin1') === 'PRI' ? http2 : http1).emit('connection', socket);
      });
    });
  }

  /** Listens on loopback; on any free port when the wished one is taken. */
  async listen(wished: number | undefined): Promise<void> {
    try {
      await this.listenOn(wished ?? 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !wished) throw error;
      await this.listenOn(0);
    }
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.listener.close(() => resolve()));
  }

  private listenOn(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(port, '127.0.0.1', () => {
        this.listener.off('error', reject);
        const address = this.listener.address();
        this.port = typeof address === 'object' && address ? address.port : 0;
        resolve();
      });
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const host = request.headers.host ?? (request.headers[':authority'] as string | undefined) ?? '';
      if (!isLoopbackName(host))
        return plain(response, 403, 'This cloud answers only requests to 127.0.0.1 or localhost.\n');
      const workspace = workspacePath.exec((request.url ?? '/').split('?')[0] ?? '/');
      const serveWorkspace = workspace && this.options.workspace();
      if (workspace && serveWorkspace) {
        await serveWorkspace(
          request,
          response,
          workspace[1] ?? '',
          (request.url ?? '').slice((workspace[1] ?? '').length + 1) || '/',
        );
        return;
      }
      if (
        !request.headers.authorization &&
        request.method === 'GET' &&
        request.headers.accept?.includes('text/html')
      ) {
        return plain(
          response,
          200,
          `This is the local cloud of the workshop '${this.options.name}'. Its dashboard: npx workshop dashboard --open\n`,
        );
      }
      await this.handleApi(request, response);
    } catch (error) {
      this.options.log(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) plain(response, 500, 'InternalFailure\n');
      else response.destroy();
    }
  }

  private async handleApi(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    let model: ServiceModel | undefined;
    let reply: WireReply;
    try {
      const request = await readRequest(incoming);
      const authorization = parseAuthorization(request.headers.authorization);
      model = modelOf(authorization.service);
      const { caller, secretAccessKey } = this.options.credentials.lookUp(
        authorization.accessKeyId,
        request.headers['x-amz-security-token'],
        Date.now(),
      );
      verifySignature(request, authorization, secretAccessKey, Date.now());
      this.checkRegion(authorization.service, authorization.region);
      const service = this.options.services.get(authorization.service);
      if (!model || !service) {
        throw new AwsError(
          'UnknownOperationException',
          `The local cloud has no service '${authorization.service}'.`,
          { status: 400 },
        );
      }
      const { action, input } = codecOf(model).decodeRequest(model, decodedBody(request));
      checkRequired(model, action, input);
      this.options.authorizer.authorize(service.id, action, input, caller);
      const run = service.actions[action];
      if (!run) throw unsupported(model, action);
      const output = await run(input, {
        caller,
        requestId,
        region: this.options.region,
        signal: gone.signal,
      });
      reply = codecOf(model).encodeReply(model, action, output ?? {}, requestId, {
        strict: this.options.strictShapes,
      });
    } catch (error) {
      reply = this.errorReply(error, model, requestId);
    }
    if (gone.signal.aborted) return;
    const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
    response.writeHead(reply.status, { 'content-length': body.length, ...reply.headers });
    response.end(incoming.method === 'HEAD' ? undefined : body);
  }

  private checkRegion(service: string, region: string): void {
    if (region === this.options.region || globalServices.has(service)) return;
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region. This local cloud is ${this.options.region}, not ${region}.`,
      {
        status: 403,
      },
    );
  }

  private errorReply(error: unknown, model: ServiceModel | undefined, requestId: string): WireReply {
    let answer = error;
    if (!(answer instanceof AwsError)) {
      this.options.log(
        `unexpected in ${model?.id ?? 'request'}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      if (isDiskFull(error)) return this.errorReply(diskFull(error as Error), model, requestId);
      const detail = this.options.strictShapes && error instanceof Error ? `: ${error.message}` : '';
      answer = new AwsError(
        'InternalFailure',
        `The local cloud failed on this request; see its log${detail}`,
        { status: 500 },
      );
    }
    // Before the service is known, errors go out as JSON, which every SDK can read.
    const spoken = model ?? modelOf('kinesis');
    if (!spoken) throw error;
    return codecOf(spoken).encodeError(spoken, authenticationError(model, answer as AwsError), requestId);
  }
}

function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    /^(ENOSPC|EDQUOT|EFBIG)$/.test(code ?? '') || /No space left on device|File too large/.test(message ?? '')
  );
}

/** 507: the SDKs don't try that again, since no wait mends it. */
function diskFull(error: Error): AwsError {
  return new AwsError('InsufficientStorage', `The local cloud's disk is full: ${error.message}`, {
    status: 507,
  });
}

function unsupported(model: ServiceModel, action: string): AwsError {
  return new AwsError(
    'UnsupportedOperationException',
    `The local cloud does not support ${model.id}:${action}.`,
    { status: 400 },
  );
}

function isLoopbackName(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumBodyBytes)
      throw new AwsError('RequestEntityTooLargeException', 'The request is larger than 256 MiB.', {
        status: 413,
      });
    chunks.push(chunk);
  }
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  headers.host ??= headers[':authority'] ?? '';
  return {
    method: incoming.method ?? 'GET',
    path,
    query: [...new URLSearchParams(query)],
    headers,
    body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
  };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decodedBody(request: WireRequest): WireRequest {
  if (!isAwsChunked(request.headers)) return request;
  const { body, trailers } = decodeAwsChunked(request.body, request.headers);
  return { ...request, headers: { ...request.headers, ...trailers }, body: Buffer.from(body) };
}
