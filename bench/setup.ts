import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packagePath } from '../src/package-root.js';
import type { Figure } from './figure.js';

export const title = 'Setup on this computer, from nothing to the first rows in the dashboard';

const workshop = packagePath('bin', 'workshop.js');

/** Seconds that the producers and refreshes run before memory is read: past the first minute's invocations. */
const restSeconds = 90;

export async function run(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'workshop-bench-'));
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    NO_COLOR: '1',
  };
  const cli = (...args: string[]) =>
    spawn(process.execPath, [workshop, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const began = performance.now();
    const child = cli('setup', '--target', 'local', '--yes');
    let plan = 0;
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      if (!plan && /\bcost\b/.test(said)) plan = performance.now() - began;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    const whole = performance.now() - began;
    if (code !== 0) throw new Error(`setup ended with ${code}:\n${said}`);
    const env = JSON.parse(await output(cli('local', 'env', '--json'))) as { pid: number };
    await sleep(restSeconds * 1000);
    return [
      {
        name: 'to the plan on the screen',
        value: plan / 1000,
        unit: 's',
        limit: { kind: 'atMost', value: 1.5 },
      },
      {
        name: "to the first rows in the dashboard's queries",
        value: whole / 1000,
        unit: 's',
        limit: { kind: 'atMost', value: 10 },
      },
      {
        name: `resident memory of the local cloud after ${restSeconds} s`,
        value: residentMegabytes(env.pid),
        unit: 'MB',
        limit: { kind: 'atMost', value: 350 },
      },
    ];
  } finally {
    await output(cli('local', 'stop'));
    rmSync(home, { recursive: true, force: true });
  }
}

function output(child: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
    });
    child.on('close', () => resolve(text));
  });
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
