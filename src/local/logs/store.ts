import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { AwsError } from '../protocol/errors.js';
import { EventFile, type LogEvent } from './event-file.js';

export interface LogStream {
  name: string;
  /** epoch ms */
  created: number;
}

export interface LogGroup {
  name: string;
  /** epoch ms */
  created: number;
  retentionInDays?: number;
  kmsKeyId?: string;
  logGroupClass: string;
  deletionProtectionEnabled: boolean;
  tags: Record<string, string>;
  streams: LogStream[];
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Log groups and streams in one document, events in a file a stream. */
export class LogStore {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<{ groups: LogGroup[] }>;
  private readonly files = new Map<string, EventFile>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.document = cloud.document('logs/groups', { groups: [] });
  }

  get groups(): LogGroup[] {
    return this.document.value.groups;
  }

  set groups(groups: LogGroup[]) {
    this.document.value.groups = groups;
  }

  save(): void {
    this.document.save();
  }

  find(name: string): LogGroup | undefined {
    return this.groups.find((group) => group.name === name);
  }

  /** @param identifier a name or an ARN @throws AwsError ResourceNotFoundException */
  group(identifier: string | undefined): LogGroup {
    const name =
      /^arn:[^:]+:logs:[^:]*:\d+:log-group:([^:]+)/.exec(identifier ?? '')?.[1] ?? identifier ?? '';
    const group = this.find(name);
    if (!group) throw notFound('The specified log group does not exist.');
    return group;
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(group: LogGroup, name: string): LogStream {
    const stream = group.streams.find((candidate) => candidate.name === name);
    if (!stream) throw notFound('The specified log stream does not exist.');
    return stream;
  }

  file(group: LogGroup, stream: LogStream): EventFile {
    const name = createHash('sha256').update(`${group.name}\n${stream.name}`).digest('hex');
    let file = this.files.get(name);
    if (!file) {
      file = new EventFile(join(this.cloud.folder, 'logs', 'events', name));
      this.files.set(name, file);
    }
    return file;
  }

  /** The events of a stream that its group's retention leaves. */
  events(group: LogGroup, stream: LogStream): LogEvent[] {
    const oldest = this.oldest(group);
    return this.file(group, stream)
      .read()
      .filter(({ timestamp }) => timestamp >= oldest);
  }

  /** epoch ms of the oldest event that a group keeps */
  oldest(group: LogGroup): number {
    return group.retentionInDays === undefined ? 0 : Date.now() - group.retentionInDays * dayMilliseconds;
  }

  groupArn(group: LogGroup): string {
    return `arn:aws:logs:${this.cloud.region}:${this.cloud.accountId}:log-group:${group.name}`;
  }
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** @throws AwsError InvalidParameterException. Source: recorded `test_get_log_events_limit_validation`. */
export function checkLimit(limit: number | undefined, maximum: number): number {
  if (limit !== undefined && limit > maximum)
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${maximum}`,
    );
  return limit ?? maximum;
}

/** One page of a list. @throws AwsError InvalidParameterException for a token that isn't ours */
export function page<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
): { items: T[]; nextToken: string | undefined } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) throw invalid('The specified nextToken is invalid.');
  const to = from + limit;
  return {
    items: items.slice(from, to),
    nextToken: to < items.length ? Buffer.from(String(to)).toString('base64url') : undefined,
  };
}
