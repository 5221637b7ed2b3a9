import { SqlError } from '../dialect/sql-error.js';
import type { Execution } from '../engine/execution.js';
import { type S3Access, type S3Object, withDetail } from './s3-access.js';

/** `s3://bucket/key` in its two parts. @throws SqlError */
export function s3Path(url: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)(?:\/([\s\S]*))?$/.exec(url) ?? [];
  if (bucket === undefined) throw new SqlError(`Invalid S3 path: ${url}`, '22023');
  return { bucket, key: key ?? '' };
}

/**
 * The files of a COPY: every object whose key begins with the prefix, or what a manifest names.
 * @throws SqlError where there are none
 */
export async function sourceFiles(
  execution: Execution,
  s3: S3Access,
  source: string,
  manifest: boolean,
): Promise<S3Object[]> {
  const { bucket, key } = s3Path(source);
  const files = manifest ? await named(execution, s3, bucket, key) : await s3.list(bucket, key);
  if (files.length > 0) return files;
  throw withDetail(`The specified S3 prefix '${key}' does not exist`, '', execution);
}

interface Entry {
  url: string;
  mandatory: boolean;
}

async function named(execution: Execution, s3: S3Access, bucket: string, key: string): Promise<S3Object[]> {
  const text = await s3.text(bucket, key).catch((error: unknown) => {
    if (!(error instanceof SqlError)) throw error;
    const [words = ''] = error.message.split('\n');
    throw withDetail(`Problem reading manifest file - ${words}`, `s3://${bucket}/${key}`, execution);
  });
  const files: S3Object[] = [];
  for (const { url, mandatory } of entriesOf(text)) {
    const path = s3Path(url);
    const found = await s3.find(path.bucket, path.key);
    if (found) files.push(found);
    else if (mandatory) {
      throw withDetail(
        'S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey,CanRetry 1',
        `S3 key being read : ${url}`,
        execution,
      );
    }
  }
  return files;
}

function entriesOf(text: string): Entry[] {
  let manifest: { entries?: unknown };
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new SqlError('Problem reading manifest file - it is not JSON', '22023');
  }
  if (!Array.isArray(manifest.entries)) {
    throw new SqlError("Problem reading manifest file - Missing or invalid 'entries'", '22023');
  }
  return manifest.entries.map((entry: { url?: unknown; mandatory?: unknown }) => {
    if (typeof entry?.url !== 'string') {
      throw new SqlError("Problem reading manifest file - an entry without 'url'", '22023');
    }
    return { url: entry.url, mandatory: entry.mandatory === true };
  });
}
