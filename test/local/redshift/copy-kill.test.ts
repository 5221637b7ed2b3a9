import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const total = 150_000;
const folder = mkdtempSync(join(tmpdir(), 'workshop-copy-kill-'));
// Beside node_modules, so that the bundle finds the packages it leaves outside.
const cache = join(import.meta.dirname, '../../../node_modules/.cache/workshop-test');
const script = join(cache, `copy-kill-child-${process.pid}.mjs`);

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'copy-kill-child.ts')],
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

describe('a process killed in the middle of a COPY', () => {
  it('leaves nothing of it; the next one loads every row once', async () => {
    for (let kill = 1; kill <= 4; kill++) {
      const child = start();
      expect(await line(child, 'copying')).toBe('copying [0,0,0]');
      await new Promise((resolve) => setTimeout(resolve, 120 * kill));
      expect(child.exitCode, 'the COPY was to be cut short, not over').toBeNull();
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    const last = start();
    expect(await line(last, 'copying')).toBe('copying [0,0,0]');
    expect(await line(last, 'after')).toBe(`after [${total},${total},1]`);
    await new Promise((resolve) => last.once('close', resolve));
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
      const found = text
        .split('\n')
        .slice(0, -1)
        .find((one) => one.startsWith(beginning));
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(`the child ended without '${beginning}': ${text}`)));
  });
}
