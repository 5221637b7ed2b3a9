import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packagePath } from '../src/package-root.js';
import type { Figure } from './figure.js';
import type { Job, Rates } from './kinesis/client.js';

export const title = 'Kinesis: put and get over signed HTTP, against kinesalite 3.3.3 in the same run';

const SHARDS = [1, 4];
/** Taken in turn, so that whatever else the machine does falls on both; the best of each counts. */
const ROUNDS = 2;
const RECORDS = 30_000;

interface Server {
  config: Job['config'];
  stop(): Promise<void>;
}

export async function run(): Promise<Figure[]> {
  const client = join(dirname(fileURLToPath(import.meta.url)), 'kinesis-client.mjs');
  await build({
    entryPoints: [packagePath('bench', 'kinesis', 'client.ts')],
    outfile: client,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const figures: Figure[] = [];
  for (const shards of SHARDS) {
    const ours: Rates[] = [];
    const theirs: Rates[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await measure(client, await startKinesalite(), shards));
      ours.push(await measure(client, await startOurs(), shards));
    }
    for (const kind of ['put', 'get'] as const) {
      const best = (rates: Rates[]) => Math.max(...rates.map((r) => r[kind]));
      const name = `${kind}, ${shards} shard${shards > 1 ? 's' : ''}`;
      figures.push(
        { name: `${name}: kinesalite`, value: best(theirs), unit: 'records/s' },
        { name: `${name}: the local cloud, on disk`, value: best(ours), unit: 'records/s' },
        {
          name: `${name}: the local cloud over kinesalite`,
          value: best(ours) / best(theirs),
          unit: '×',
          limit: { kind: 'atLeast', value: 3 },
        },
      );
    }
  }
  return figures;
}

/** Puts and gets from a process of its own, so that the client's work is not the server's. */
async function measure(client: string, server: Server, shards: number): Promise<Rates> {
  try {
    const child = fork(client, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error('the client ended without a result')),
    );
    ended.catch(() => undefined);
    child.send({ config: server.config, shards, records: RECORDS } satisfies Job);
    const [rates] = await Promise.race([once(child, 'message'), ended]);
    return rates as Rates;
  } finally {
    await server.stop();
  }
}

/** With its records in memory, as it starts by default. */
async function startKinesalite(): Promise<Server> {
  const child = spawn(
    process.execPath,
    [packagePath('node_modules', 'kinesalite', 'cli.js'), '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, AWS_REGION: 'us-east-1' },
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const port = /:(\d+)$/.exec(line)?.[1];
  if (!port) throw new Error(`kinesalite said: ${line}`);
  return {
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    },
    stop: () => end(child),
  };
}

/** The built local cloud with every service, its limits lifted because kinesalite has none. */
async function startOurs(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-kinesis-bench-'));
  mkdirSync(folder, { recursive: true });
  const args = ['--folder', folder, '--name', 'bench', '--region', 'us-east-1'];
  const child = fork(packagePath('dist', 'src', 'local', 'main.js'), args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, WORKSHOP_LOCAL_KINESIS_LIMITS: 'off' },
  });
  const [ready] = (await once(child, 'message')) as [{ ready: boolean; port: number; message?: string }];
  if (!ready.ready) throw new Error(`the local cloud did not start: ${ready.message}`);
  const identity = JSON.parse(readFileSync(join(folder, 'cloud.json'), 'utf8'));
  return {
    config: {
      endpoint: `http://127.0.0.1:${ready.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: identity.accessKeyId, secretAccessKey: identity.secretAccessKey },
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
