import { AwsError } from '../protocol/errors.js';
import type { ObjectVersion } from './object-store.js';

interface ReadConditions {
  IfMatch?: string;
  IfNoneMatch?: string;
  IfModifiedSince?: Date;
  IfUnmodifiedSince?: Date;
}

/** @throws AwsError PreconditionFailed (412) or NotModified (304). Source: S3 API reference, GetObject. */
export function checkReadConditions(version: ObjectVersion, input: ReadConditions): void {
  if (input.IfMatch !== undefined) {
    if (!sameTag(input.IfMatch, version.etag)) throw failed('If-Match');
  } else if (
    input.IfUnmodifiedSince &&
    seconds(version.modified) > seconds(input.IfUnmodifiedSince.getTime())
  ) {
    throw failed('If-Unmodified-Since');
  }
  if (input.IfNoneMatch !== undefined) {
    if (sameTag(input.IfNoneMatch, version.etag)) throw notModified();
  } else if (input.IfModifiedSince && seconds(version.modified) <= seconds(input.IfModifiedSince.getTime())) {
    throw notModified();
  }
}

/** @throws AwsError PreconditionFailed, NoSuchKey. Source: S3 API reference, PutObject. */
export function checkWriteConditions(
  current: ObjectVersion | undefined,
  input: { Key: string; IfMatch?: string; IfNoneMatch?: string },
): void {
  if (input.IfNoneMatch === '*' && current) throw failed('If-None-Match');
  if (input.IfMatch === undefined) return;
  if (!current)
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', {
      status: 404,
      members: { Key: input.Key },
    });
  if (!sameTag(input.IfMatch, current.etag)) throw failed('If-Match');
}

function sameTag(wanted: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '');
  return wanted.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}

/** HTTP dates have whole seconds. */
function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function failed(condition: string): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  });
}

function notModified(): AwsError {
  return new AwsError('NotModified', 'Not Modified', { status: 304 });
}
