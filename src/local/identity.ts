import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WorkshopError } from '../errors.js';
import { DurableDocument } from './durable-document.js';

/** What makes a data folder one workshop's cloud. The file is mode 0600: it holds the secrets that sign its requests. */
export interface CloudIdentity {
  kind: 'redshift-streaming-workshop local cloud';
  schemaVersion: 1;
  name: string;
  region: string;
  accountId: string;
  /** The workshop's own user. */
  accessKeyId: string;
  secretAccessKey: string;
  /** From this every temporary credential's secret is derived. */
  sealingKey: string;
  /** The port it listened on last, tried first on the next start, so that a bookmarked dashboard stays true. */
  port?: number;
}

const fileName = 'cloud.json';
/** What a kill or a full disk left of our very first write. */
const unfinished = /^cloud\.json\.\d+\.tmp$/;
const kind = 'redshift-streaming-workshop local cloud';

/**
 * Opens a workshop's data folder, or makes a new identity in an empty one.
 * @throws WorkshopError `folder-foreign` where the folder holds something else, `folder-corrupt` where it can't be read;
 * in both cases nothing in it is touched.
 */
export function openIdentity(
  folder: string,
  fresh: { name: string; region: string },
): DurableDocument<CloudIdentity> {
  const path = join(folder, fileName);
  if (!existsSync(path)) {
    if (existsSync(folder) && readdirSync(folder).some((name) => !unfinished.test(name)))
      throw foreign(folder);
    const document = new DurableDocument<CloudIdentity>(path, create(fresh));
    document.save();
    return document;
  }
  let document: DurableDocument<CloudIdentity>;
  try {
    document = new DurableDocument<CloudIdentity>(path, create(fresh));
  } catch (cause) {
    throw new WorkshopError({
      code: 'folder-corrupt',
      message: `The workshop's data folder can't be read: ${path}`,
      why: 'The file does not parse as JSON.',
      next: `Move the folder away (mv ${folder} ${folder}.broken) and run workshop setup again.`,
      cause,
    });
  }
  if (document.value.kind !== kind) throw foreign(folder);
  if (document.value.schemaVersion !== 1) {
    throw new WorkshopError({
      code: 'folder-newer',
      message: `The data folder ${folder} was written by another version of workshop (format ${document.value.schemaVersion}).`,
      next: 'Update workshop (npm install redshift-streaming-workshop@latest), or use another --name.',
    });
  }
  return document;
}

function foreign(folder: string): WorkshopError {
  return new WorkshopError({
    code: 'folder-foreign',
    message: `The folder ${folder} holds something that is not a workshop's data.`,
    why: `It has no ${fileName} of ours. Nothing in it was touched.`,
    next: 'Choose another --name, or move that folder away.',
  });
}

function create({ name, region }: { name: string; region: string }): CloudIdentity {
  return {
    kind,
    schemaVersion: 1,
    name,
    region,
    accountId: String(randomInt(100_000_000_000, 281_474_976_710_655)).slice(0, 12),
    accessKeyId: `AKIA${randomKeyId()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sealingKey: randomBytes(32).toString('base64'),
  };
}

/** Sixteen characters as AWS's key ids have them (base 32). */
export function randomKeyId(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
}
