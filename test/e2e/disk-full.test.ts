import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../../src/package-root.js';
import { Computer } from './cli.js';

const computer = new Computer();
const disk = join(computer.home, 'data');
const filler = join(disk, 'filler');
let mounted = false;

beforeAll(() => {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' });
    mounted = true;
  } catch {
    // Only root may mount; then no file may grow instead.
  }
  console.log(`disk full: by ${mounted ? 'a tmpfs of 24 MB' : 'ulimit -f on the cloud'}`);
});
afterAll(async () => {
  await computer.run('local', 'stop');
  if (mounted) execFileSync('umount', ['-l', disk]);
  await computer.clear();
});

/** From now on nothing more can be written. */
async function fill(): Promise<void> {
  if (mounted) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' });
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
    return;
  }
  await computer.run('local', 'stop');
  const start = `trap '' XFSZ; ulimit -f 1024; exec "$0" "$@"`;
  const args = ['-c', start, process.execPath, packagePath('bin', 'workshop.js'), 'local', 'start'];
  await new Promise((resolve) =>
    spawn('bash', args, { env: computer.environment, stdio: 'ignore' }).once('close', resolve),
  );
}

async function makeRoom(): Promise<void> {
  if (mounted) rmSync(filler);
  else await computer.run('local', 'stop');
}

describe('a full disk', () => {
  it('is said, keeps what is committed, and is over when there is room', async () => {
    await computer.json('setup', '--yes');
    await computer.query('CREATE TABLE kept AS SELECT consignmentid FROM order_stream');
    const kept = await computer.query('SELECT COUNT(*), COUNT(DISTINCT consignmentid) FROM kept');
    await fill();
    const more = `CREATE TABLE more AS SELECT a.*, b.origin_address AS other
      FROM order_stream a, order_stream b, order_stream c LIMIT 300000`;
    // Where only the size of a file has an end, a setup that finds everything there may still end well.
    for (const words of [['sql', 'query', more], ...(mounted ? [['setup', '--yes']] : [])]) {
      const outcome = await computer.run(...words, '--json');
      expect(outcome.code).toBe(1);
      expect(JSON.parse(outcome.stdout), words.join(' ')).toMatchObject({ error: { code: 'disk-full' } });
    }
    await makeRoom();
    await computer.json('setup', '--yes');
    expect(await computer.query('SELECT COUNT(*), COUNT(DISTINCT consignmentid) FROM kept')).toEqual(kept);
    const [row] = await computer.query('SELECT COUNT(*) - COUNT(DISTINCT consignmentid) FROM order_stream');
    expect(Number(row?.[0])).toBe(0);
  }, 180_000);
});
