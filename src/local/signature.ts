import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from './protocol/codec.js';
import { AwsError } from './protocol/errors.js';

/** The parts of an `Authorization: AWS4-HMAC-SHA256 …` header. */
export interface Authorization {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

const pattern =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** @throws AwsError where the request carries no signature that can be read. */
export function parseAuthorization(header: string | undefined): Authorization {
  if (!header)
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', {
      status: 403,
    });
  const match = pattern.exec(header.trim());
  if (!match) {
    throw new AwsError(
      'IncompleteSignature',
      'Authorization header is not an AWS Signature Version 4 header.',
      { status: 400 },
    );
  }
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] = match;
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature };
}

/** How far a request's date may be from ours, as AWS has it. */
const skewMilliseconds = 15 * 60_000;

/**
 * Checks a request's Signature Version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * @throws AwsError in AWS's words when it is expired or does not match.
 */
export function verifySignature(
  request: WireRequest,
  authorization: Authorization,
  secretAccessKey: string,
  now: number,
): void {
  const stamp = request.headers['x-amz-date'] ?? '';
  const signedAt = Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (!stamp.startsWith(authorization.date) || Number.isNaN(signedAt)) {
    throw new AwsError(
      'IncompleteSignature',
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP',
      { status: 400 },
    );
  }
  if (Math.abs(now - signedAt) > skewMilliseconds) {
    throw new AwsError(
      'RequestExpired',
      `Signature expired: ${stamp} is not within 15 minutes of this cloud's clock`,
      { status: 403 },
    );
  }
  if (!authorization.signedHeaders.some((name) => name === 'host' || name === ':authority')) throw mismatch();
  const declared = request.headers['x-amz-content-sha256'];
  // A literal such as UNSIGNED-PAYLOAD or STREAMING-… stands for the hash; a hash must be the body's own.
  const payloadHash = declared && !/^[0-9a-f]{64}$/.test(declared) ? declared : sha256(request.body);
  if (declared && declared !== payloadHash) throw mismatch();
  const expected = sign(request, authorization, stamp, payloadHash, secretAccessKey);
  if (!timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(authorization.signature, 'hex')))
    throw mismatch();
}

function mismatch(): AwsError {
  return new AwsError(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    { status: 403 },
  );
}

function sign(
  request: WireRequest,
  scope: Omit<Authorization, 'signature'>,
  stamp: string,
  payloadHash: string,
  secret: string,
): string {
  const canonicalHeaders = scope.signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  const canonical = [
    request.method,
    canonicalPath(request.path, scope.service),
    canonicalQuery(request.query),
    canonicalHeaders,
    scope.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${stamp}\n${scopeText}\n${sha256(canonical)}`;
  return createHmac('sha256', signingKey(secret, scope)).update(text).digest('hex');
}

const keys = new Map<string, Buffer>();

function signingKey(
  secret: string,
  { date, region, service }: { date: string; region: string; service: string },
): Buffer {
  const id = `${secret}/${date}/${region}/${service}`;
  let key = keys.get(id);
  if (!key) {
    const hmac = (over: Buffer | string, text: string) => createHmac('sha256', over).update(text).digest();
    key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
    if (keys.size > 500) keys.clear();
    keys.set(id, key);
  }
  return key;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Each segment URI-encoded once more, but for S3, which signs the path as it is sent. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path || '/';
  return path.split('/').map(encode).join('/') || '/';
}

function canonicalQuery(query: [string, string][]): string {
  return query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The headers that sign a request: everything in it, `host`, the date, the body's hash and the session token. */
export function signedHeaders(
  request: WireRequest,
  host: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  scope: { region: string; service: string },
  now: number,
): Record<string, string> {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const payloadHash = sha256(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    host,
    'x-amz-date': stamp,
    'x-amz-content-sha256': payloadHash,
  };
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(headers).sort();
  const authorization = {
    accessKeyId: credentials.accessKeyId,
    date: stamp.slice(0, 8),
    signedHeaders: names,
    ...scope,
  };
  const signature = sign(
    { ...request, headers },
    authorization,
    stamp,
    payloadHash,
    credentials.secretAccessKey,
  );
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${authorization.date}/${scope.region}/${scope.service}/aws4_request, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return headers;
}
