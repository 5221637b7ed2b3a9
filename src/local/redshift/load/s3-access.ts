import { randomBytes } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Execution } from '../engine/execution.js';
import { notAssumable, resolveRole } from '../streaming/external-schema.js';
import { sessionName } from '../streaming/role-session.js';

/** An object as a listing shows it. */
export interface S3Object {
  bucket: string;
  key: string;
  size: number;
  etag?: string;
}

/** The bytes that one request asks for: what COPY holds of an object at a time. */
const rangeBytes = 2 * 1024 * 1024;

/**
 * S3 as Redshift's role sees it: every request is made with the role's own credentials. Errors are SqlErrors in the
 * words that Redshift gives S3's.
 */
export class S3Access {
  readonly #execution: Execution;
  readonly #role: string;
  readonly #region: string;

  /** @throws SqlError where the cluster has no such role */
  constructor(execution: Execution, iamRole: string, region?: string) {
    this.#execution = execution;
    this.#role = resolveRole(execution, iamRole);
    this.#region = region ?? execution.services.region;
  }

  /** The objects whose keys begin so, in the keys' order. */
  async list(bucket: string, prefix: string): Promise<S3Object[]> {
    const context = `Listing bucket=${bucket} prefix=${prefix}`;
    const found: S3Object[] = [];
    let token: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: prefix, ContinuationToken: token };
      const page = await this.#call('ListObjectsV2', input, context);
      for (const { Key, Size, ETag } of page.Contents ?? []) {
        found.push({ bucket, key: Key, size: Size, etag: ETag });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  /** The bytes of an object, a range at a time; it may not change meanwhile. */
  async *bytes({ bucket, key, size, etag }: S3Object): AsyncGenerator<Buffer> {
    for (let from = 0; from < size; from += rangeBytes) {
      const to = Math.min(from + rangeBytes, size) - 1;
      const reply = await this.#get(bucket, key, { Range: `bytes=${from}-${to}`, IfMatch: etag });
      yield Buffer.from(reply.Body);
    }
  }

  /** A small object as a whole (a manifest, a JSONPaths file). */
  async text(bucket: string, key: string): Promise<string> {
    const reply = await this.#get(bucket, key, {});
    return Buffer.from(reply.Body ?? '').toString('utf8');
  }

  /** The object's size, undefined where there is none. */
  async find(bucket: string, key: string): Promise<S3Object | undefined> {
    const listed = await this.list(bucket, key);
    return listed.find((object) => object.key === key);
  }

  #get(bucket: string, key: string, more: object) {
    const context = `S3 key being read : s3://${bucket}/${key}`;
    return this.#call('GetObject', { Bucket: bucket, Key: key, ...more }, context);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the reply's shape is the API model's.
  async #call(action: string, input: object, context: string): Promise<any> {
    this.#execution.cancellation.check();
    const { services } = this.#execution;
    if (this.#region !== services.region) {
      throw this.#refused(
        new AwsError(
          'PermanentRedirect',
          'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
          { status: 301 },
        ),
        context,
      );
    }
    const as = {
      service: 'redshift.amazonaws.com',
      roleArn: this.#role,
      sessionName,
    };
    try {
      return await services.call('s3', action, input, as);
    } catch (error) {
      throw error instanceof AwsError ? this.#refused(error, context) : error;
    }
  }

  #refused(error: AwsError, context: string): SqlError {
    if (error.message.includes('sts:AssumeRole')) return notAssumable(this.#execution, this.#role);
    const id = () => randomBytes(8).toString('hex').toUpperCase();
    const words =
      `S3ServiceException:${error.message},Status ${error.status ?? 400},Error ${error.code},` +
      `Rid ${id()},ExtRid ${id()},CanRetry 1`;
    return withDetail(words, context, this.#execution);
  }
}

const rule = '-----------------------------------------------';

/** An error with the detail that Redshift puts under it: code 8001 and what was being done. */
export function withDetail(words: string, context: string, { queryId, session }: Execution): SqlError {
  const lines = [
    `  error:  ${words}`,
    '  code:      8001',
    `  context:   ${context}`,
    `  query:     ${queryId}`,
    `  process:   padbmaster [pid=${session.pid}]`,
  ];
  return new SqlError(`${words}\n  Detail: \n  ${rule}\n${lines.join('\n')}\n  ${rule}`, 'XX000');
}
