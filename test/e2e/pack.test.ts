import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { Computer } from './cli.js';

const computer = new Computer();
const folder = join(computer.home, 'empty');
const installed = join(folder, 'node_modules', 'redshift-streaming-workshop');
const limitMegabytes = 350;
let packed: string[];

const npm = (args: string[], cwd: string) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  // The tests run on what was built; packing must not build under them.
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], packageRoot);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  npm(['install', '--omit=dev', `./${tarball}`], folder);
  packed = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(installed, join(entry.parentPath, entry.name)));
  const megabytes = (statSync(join(folder, tarball)).size / 1e6).toFixed(1);
  console.log(`tarball: ${megabytes} MB, ${packed.length} files`);
}, 300_000);
afterAll(() => computer.clear());

describe('the package as it would be published', () => {
  it(`takes ${limitMegabytes} MB at most, without development dependencies`, () => {
    const du = execFileSync('du', ['-sm', 'node_modules'], { cwd: folder, encoding: 'utf8' });
    const megabytes = Number(du.split('\t')[0]);
    console.log(`installed size: ${megabytes} MB (limit ${limitMegabytes})`);
    expect(megabytes).toBeLessThanOrEqual(limitMegabytes);
    expect(existsSync(join(folder, 'node_modules', '@grafana'))).toBe(false);
  });

  it('holds what runs and nothing else', () => {
    const needed = [
      'bin/workshop.js',
      'dashboard.json',
      'dist/src/cli.js',
      'dist/src/local/main.js',
      'dist/functions/customer-producer.js',
      'dist/functions/order-producer.js',
      'dist/functions/fleet-producer.js',
      'dist/templates/data/files.js',
      'dist/templates/functions/delay-law.js',
      'dist/models/kinesis.json',
      'dist/page/index.html',
      'LICENSE',
      'README.md',
    ];
    expect(needed.filter((file) => !packed.includes(file))).toEqual([]);
    const known =
      /^(bin\/.*\.js|dist\/(src|templates|functions)\/.*\.js|dist\/models\/.*\.json|dist\/page\/.*|sql\/\d\d-.*\.sql|(README|CHANGELOG)\.md|LICENSE|package\.json|dashboard\.json)$/;
    expect(packed.filter((file) => !known.test(file) || /\.(map|tsx?)$/.test(file))).toEqual([]);
    const naming = packed.filter((file) => readFileSync(join(installed, file), 'utf8').includes(packageRoot));
    expect(naming).toEqual([]);
  });

  it('imports nothing that only developers have', async () => {
    const { metafile } = await build({
      absWorkingDir: installed,
      entryPoints: packed.filter((file) => file.endsWith('.js') && !file.startsWith('dist/page/')),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      metafile: true,
      write: false,
      outdir: 'unwritten',
      logLevel: 'silent',
    });
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    const external = Object.entries(metafile.inputs).flatMap(([file, input]) =>
      input.imports.filter((entry) => entry.external).map((entry) => ({ file, path: entry.path })),
    );
    expect(external.length).toBeGreaterThan(0);
    const undeclared = external.filter(({ path }) => {
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      return !path.startsWith('node:') && !builtinModules.includes(name) && !(name in dependencies);
    });
    expect(undeclared).toEqual([]);
  });

  it('runs from setup to teardown', async () => {
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
