import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packagePath } from '../src/package-root.js';

/** A workshop set up in a home of its own by the built CLI. */
export async function startWorkshop(home: string) {
  const variables = { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: join(home, 'data'), NO_COLOR: '1' };
  const cli = (...args: string[]) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, [packagePath('bin', 'workshop.js'), ...args], {
        env: variables,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let said = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
      });
      child.stderr.on('data', (data: Buffer) => {
        said += data.toString();
      });
      child.on('close', (code) =>
        code === 0 ? resolve(out) : reject(new Error(`workshop ${args.join(' ')}: ${said}`)),
      );
    });
  await cli('setup', '--target', 'local', '--yes');
  const environment = JSON.parse(await cli('local', 'env', '--json')) as {
    endpoint: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
    pid: number;
  };
  return { environment, cli, stop: () => cli('local', 'stop') };
}

/** The middle of some values. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
