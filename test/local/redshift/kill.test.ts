import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const total = 24_000;
const folder = mkdtempSync(join(tmpdir(), 'workshop-kill-'));
// Beside node_modules, so that the bundle finds the packages it leaves outside.
const cache = join(import.meta.dirname, '../../../node_modules/.cache/workshop-test');
const script = join(cache, `kill-child-${process.pid}.mjs`);

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'kill-child.ts')],
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(script, { force: true });
});

describe('a process killed in the middle of a refresh', () => {
  it('has, after five kills, every record once', async () => {
    for (let kill = 1; kill <= 5; kill++) {
      const child = start();
      await line(child, 'refreshing');
      await new Promise((resolve) => setTimeout(resolve, 60 + 70 * kill));
      expect(child.exitCode, 'the refresh was to be cut short, not over').toBeNull();
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    const last = start();
    const counts = await line(last, '[');
    await new Promise((resolve) => last.once('close', resolve));
    expect(JSON.parse(counts)).toEqual([total, total]);
  }, 240_000);
});

function start(): ChildProcess {
  return spawn(process.execPath, [script, folder, String(total)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The child's first line that begins so; fails when the child ends before. */
function line(child: ChildProcess, beginning: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (more) => {
      text += more;
      const found = text.split('\n').find((one) => one.startsWith(beginning));
      if (found !== undefined) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`the child ended with ${code} before '${beginning}'`)));
  });
}
