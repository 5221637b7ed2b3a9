import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { Computer } from './cli.js';

const computer = new Computer();
afterAll(() => computer.clear());

const limitMegabytes = 350;

describe('the package as it would be published', () => {
  it('installs without development dependencies, and runs from setup to teardown', async () => {
    const folder = join(computer.home, 'empty');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const npm = (args: string[], cwd: string) =>
      execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    // The tests run on what was built; packing must not build under them.
    npm(['pack', '--ignore-scripts', '--pack-destination', folder], packageRoot);
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
    npm(['install', '--omit=dev', '--no-audit', '--no-fund', `./${tarball}`], folder);
    const megabytes = Number(
      execFileSync('du', ['-sm', 'node_modules'], { cwd: folder, encoding: 'utf8' }).split('\t')[0],
    );
    console.log(`installed size: ${megabytes} MB (limit ${limitMegabytes})`);
    expect(megabytes).toBeLessThanOrEqual(limitMegabytes);

    const installed = join(folder, 'node_modules', 'redshift-streaming-workshop');
    expect(existsSync(join(installed, 'dist', 'page', 'index.html'))).toBe(true);
    expect(existsSync(join(folder, 'node_modules', '@grafana'))).toBe(false);
    computer.cli = join(installed, 'bin', 'workshop.js');
    const { dashboardUrl } = await computer.json<{ dashboardUrl: string }>(
      'setup',
      '--target',
      'local',
      '--yes',
    );
    expect((await fetch(dashboardUrl)).status).toBe(200);
    const [row] = await computer.query('SELECT COUNT(*) FROM consignments');
    expect(Number(row?.[0])).toBeGreaterThan(0);
    expect(await computer.json('teardown', '--yes')).toMatchObject({ left: [] });
    expect(existsSync(computer.folder())).toBe(false);
  }, 300_000);
});
