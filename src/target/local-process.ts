import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultName } from '../config.js';
import { WorkshopError } from '../errors.js';
import type { ReadyMessage } from '../local/main.js';
import { packagePath } from '../package-root.js';
import { dataHome, isAlive, makeFolder, terminate } from '../platform.js';

/** A local cloud that answers. */
export interface RunningCloud {
  endpoint: string;
  region: string;
  accountId: string;
  accessKeyId: string;
  secretAccessKey: string;
  pid: number;
}

/** Where a workshop's local cloud keeps everything. */
export function cloudFolder(name: string): string {
  return join(dataHome(), name);
}

export function logFile(name: string): string {
  return join(dataHome(), `${name}.log`);
}

/** Whether this workshop has data on this computer, running or not. */
export function cloudExists(name: string): boolean {
  return existsSync(join(cloudFolder(name), 'cloud.json'));
}

/**
 * The workshop's cloud if it runs and answers; undefined when it doesn't (or when its folder is no workshop's). A
 * process that was just killed is waited for, so that the next one finds the folder free.
 */
export async function findCloud(name: string): Promise<RunningCloud | undefined> {
  for (const deadline = Date.now() + dyingMilliseconds; ; await sleep(20)) {
    const cloud = recordedCloud(name);
    if (!cloud) return undefined;
    if (await answers(cloud.endpoint)) return cloud;
    if (Date.now() > deadline) return undefined;
  }
}

/** How long a killed process may take to go away. */
const dyingMilliseconds = 5000;

function recordedCloud(name: string): RunningCloud | undefined {
  const folder = cloudFolder(name);
  const identity = readJson(join(folder, 'cloud.json'));
  const running = readJson(join(folder, 'process.json'));
  if (!identity || !running || !isAlive(Number(running.pid)) || !ownsLock(folder, Number(running.pid)))
    return undefined;
  return {
    endpoint: `http://127.0.0.1:${running.port}`,
    region: String(identity.region),
    accountId: String(identity.accountId),
    accessKeyId: String(identity.accessKeyId),
    secretAccessKey: String(identity.secretAccessKey),
    pid: Number(running.pid),
  };
}

function answers(endpoint: string): Promise<boolean> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** The lock tells our process from a stranger that was given the same pid after a restart of the machine. */
function ownsLock(folder: string, pid: number): boolean {
  try {
    return Number(readFileSync(join(folder, 'cloud.lock'), 'utf8')) === pid;
  } catch {
    return false;
  }
}

/** What the cloud's process needs of its environment beyond the user's own. */
const processVariables = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  // Each DuckDB call that runs holds one of libuv's threads, and so does each file that is written.
  UV_THREADPOOL_SIZE: '8',
  // glibc gives each thread an arena of its own, which grows and is never given back.
  MALLOC_ARENA_MAX: '2',
};

/**
 * Starts the workshop's cloud as a process of its own that outlives the terminal, or finds it running.
 * @throws WorkshopError with the process's own reason when it can't serve.
 */
export async function startCloud(
  name: string,
  region: string,
): Promise<{ cloud: RunningCloud; started: boolean }> {
  const found = await findCloud(name);
  if (found) return { cloud: found, started: false };
  makeFolder(dataHome(), 0o700);
  const log = openSync(logFile(name), 'a', 0o600);
  const child = spawn(
    process.execPath,
    [
      packagePath('dist', 'src', 'local', 'main.js'),
      '--folder',
      cloudFolder(name),
      '--name',
      name,
      '--region',
      region,
    ],
    {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...processVariables },
    },
  );
  const message = await new Promise<ReadyMessage>((resolve) => {
    child.once('message', (ready) => resolve(ready as ReadyMessage));
    child.once('error', (error) => resolve({ ready: false, code: 'cloud-failed', message: error.message }));
    child.once('exit', (code, signal) =>
      resolve({
        ready: false,
        code: 'cloud-failed',
        message: `it ended at once (${signal ?? `exit code ${code}`}).`,
      }),
    );
  });
  if (!message.ready) {
    // Another command was quicker and starts it at this moment.
    const other = message.code === 'cloud-locked' ? await startedByAnother(name) : undefined;
    if (other) return { cloud: other, started: false };
    throw new WorkshopError({
      ...message,
      message:
        message.code === 'cloud-failed'
          ? `The local cloud did not start: ${message.message}`
          : message.message,
      next: message.next ?? `workshop local logs${name === defaultName ? '' : ` --name ${name}`}`,
    });
  }
  child.disconnect();
  child.unref();
  const cloud = await findCloud(name);
  if (!cloud)
    throw new WorkshopError({
      code: 'cloud-failed',
      message: 'The local cloud ended right after its start.',
      next: 'workshop local logs',
    });
  return { cloud, started: true };
}

/** Waits for a cloud that another process is starting. */
async function startedByAnother(name: string): Promise<RunningCloud | undefined> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    const cloud = await findCloud(name);
    if (cloud) return cloud;
  }
  return undefined;
}

/** Stops the workshop's cloud and waits until its process is gone. @returns false when it didn't run. */
export async function stopCloud(name: string): Promise<boolean> {
  // Also one that no longer answers.
  const cloud = recordedCloud(name);
  if (!cloud) return false;
  terminate(cloud.pid);
  const deadline = Date.now() + 15_000;
  while (isAlive(cloud.pid)) {
    if (Date.now() > deadline) {
      // What it has acknowledged is on disk; a kill loses nothing.
      process.kill(cloud.pid, 'SIGKILL');
    }
    await sleep(20);
  }
  return true;
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
