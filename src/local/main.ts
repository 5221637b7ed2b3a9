import { mkdirSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WorkshopError } from '../errors.js';
import { startLocalCloud } from './local-cloud.js';
import { lockFolder } from './lock.js';
import { settingsFrom } from './settings.js';

/** What the process tells its parent once it serves, or why it doesn't. */
export type ReadyMessage =
  | { ready: true; pid: number; port: number }
  | { ready: false; code: string; message: string; why?: string; next?: string };

/** The file beside the data that names the running process. */
export const processFile = 'process.json';

/** The log lies on the disk that may be full: a line that can't be written is lost, and whoever logs it goes on. */
const log = (line: string): void => {
  try {
    writeSync(2, `${new Date().toISOString()} ${line}\n`);
  } catch {
    // Nowhere is left to say it.
  }
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { folder: { type: 'string' }, name: { type: 'string' }, region: { type: 'string' } },
  });
  if (!values.folder || !values.name || !values.region)
    throw new Error('usage: main.js --folder F --name N --region R');
  const folder = values.folder;
  const running = await startLocalCloud({
    folder,
    name: values.name,
    region: values.region,
    settings: settingsFrom(process.env),
    log,
    takeLock: () => lockFolder(folder),
  });
  const port = Number(new URL(running.cloud.endpoint).port);
  const path = join(folder, processFile);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.tmp`, JSON.stringify({ pid: process.pid, port }), { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
  log(`serving ${running.cloud.endpoint} as account ${running.cloud.accountId}, pid ${process.pid}`);
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log(`stopping on ${signal}`);
    await running.stop();
    rmSync(path, { force: true });
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  process.send?.({ ready: true, pid: process.pid, port } satisfies ReadyMessage);
}

// A bug in one request must not take the cloud, and everybody's data, down with it.
process.on('unhandledRejection', (reason) =>
  log(`unexpected: ${reason instanceof Error ? reason.stack : String(reason)}`),
);
process.on('uncaughtException', (error) => log(`unexpected: ${error.stack}`));

main().catch((error: unknown) => {
  log(`not started: ${error instanceof Error ? error.stack : String(error)}`);
  const detail =
    error instanceof WorkshopError
      ? {
          code: error.code,
          message: error.message,
          ...(error.why ? { why: error.why } : {}),
          ...(error.next ? { next: error.next } : {}),
        }
      : { code: 'cloud-failed', message: error instanceof Error ? error.message : String(error) };
  if (!process.send) process.exit(1);
  process.send({ ready: false, ...detail } satisfies ReadyMessage, () => process.exit(1));
});
