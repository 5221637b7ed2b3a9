import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import { describeConfiguration } from '../describe.js';
import type { FunctionConfiguration, FunctionRecord } from '../model.js';
import { invalid } from '../names.js';
import type { FunctionStore } from '../store.js';

interface PublishVersionInput {
  FunctionName: string;
  CodeSha256?: string;
  Description?: string;
  RevisionId?: string;
}

/** Freezes `$LATEST` under the next number; unchanged since the newest version, that version is answered again. */
export function publishVersion(store: FunctionStore, input: PublishVersionInput): object {
  const { record } = store.resolve(input.FunctionName);
  if (input.RevisionId && input.RevisionId !== record.latest.revisionId) {
    throw new AwsError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      { members: { Type: 'User' } },
    );
  }
  if (input.CodeSha256 && input.CodeSha256 !== record.latest.codeSha256) {
    throw invalid(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${record.latest.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  return publish(store, record, input.Description);
}

/** @returns the version's configuration, its ARN qualified */
export function publish(store: FunctionStore, record: FunctionRecord, description?: string): object {
  const newest = record.versions.at(-1);
  if (newest && same(newest, record.latest))
    return describeConfiguration(store, record, newest, newest.version);
  // Published with what is still being made, a version is made with it.
  const busy = record.latest.state === 'Pending' || record.latest.lastUpdateStatus === 'InProgress';
  const version: FunctionConfiguration = {
    ...structuredClone(record.latest),
    version: String(record.nextVersion),
    description: description ?? record.latest.description,
    revisionId: randomUUID(),
    state: busy ? 'Pending' : 'Active',
    lastUpdateStatus: busy ? undefined : 'Successful',
  };
  record.nextVersion += 1;
  record.versions.push(version);
  store.save();
  return describeConfiguration(store, record, version, version.version);
}

function same(a: FunctionConfiguration, b: FunctionConfiguration): boolean {
  return a.codeSha256 === b.codeSha256 && a.lastModified === b.lastModified;
}
