import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a workspace's page token lies: `folder` is the local cloud's, the file is mode 0600. */
export function pageTokenPath(folder: string, workspaceId: string): string {
  return join(folder, 'grafana', `${workspaceId}.page-token`);
}

/** The secret that opens a workspace's page, as the `token` in its URL; undefined when there is no such workspace. */
export function readPageToken(folder: string, workspaceId: string): string | undefined {
  try {
    return readFileSync(pageTokenPath(folder, workspaceId), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a workspace's page token, unless it has one. */
export function ensurePageToken(folder: string, workspaceId: string): void {
  if (readPageToken(folder, workspaceId) !== undefined) return;
  const path = pageTokenPath(folder, workspaceId);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.tmp`, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

export function removePageToken(folder: string, workspaceId: string): void {
  rmSync(pageTokenPath(folder, workspaceId), { force: true });
}

/** Whether two secrets are the same, in a time that does not tell where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
