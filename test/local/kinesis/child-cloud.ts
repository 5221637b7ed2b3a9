import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { build } from 'esbuild';
import { packagePath } from '../../../src/package-root.js';

/** A local cloud with Kinesis alone in a process of its own, which a test may kill. */
export interface ChildCloud {
  client: KinesisClient;
  process: ChildProcess;
  /** Ends the process by a signal and waits for its end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface Bundle {
  path: string;
  remove(): void;
}

/** The child's program as one file that Node 20 runs. */
export async function bundleChildCloud(): Promise<Bundle> {
  const path = packagePath('node_modules', '.cache', `kinesis-child-${process.pid}.mjs`);
  await build({
    entryPoints: [packagePath('test', 'local', 'kinesis', 'child-main.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [
      {
        // Services are imported when they are asked for; the child asks for none but these.
        name: 'only kinesis',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\.\/[a-z0-9-]+\/index\.js$/ }, ({ path: imported, kind }) =>
            kind === 'dynamic-import' && !/^\.\/(kinesis|iam|sts)\//.test(imported)
              ? { path: imported, external: true }
              : undefined,
          ),
      },
    ],
  });
  return { path, remove: () => rmSync(path, { force: true }) };
}

/**
 * Starts the child on a data folder.
 * @param fileBlocks the largest file that it may write, in KiB: a write beyond fails as on a full disk
 */
export async function startChildCloud(
  bundle: Bundle,
  folder: string,
  fileBlocks?: number,
): Promise<ChildCloud> {
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$0" "$1" "$2"`, process.execPath, bundle.path, folder], {
    cwd: packagePath(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const failed = ended.then(() => Promise.reject(new Error('the child cloud ended before it was ready')));
  const [config] = await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => undefined);
  const client = new KinesisClient({ ...config, requestHandler: new NodeHttpHandler(), maxAttempts: 1 });
  return {
    client,
    process: child,
    async end(signal) {
      client.destroy();
      child.kill(signal);
      await ended;
    },
  };
}
