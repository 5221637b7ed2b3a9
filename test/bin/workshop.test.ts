import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../../src/package-root.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-bin-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `workshop --version` on a Node that says it is another. */
function onNode(version: string, bin = packagePath('bin', 'workshop.js')) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', preload, bin, '--version'], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('bin/workshop.js', () => {
  it.each(['12.22.12', '18.20.8', '20.16.0'])('says in one line that Node %s is too old', (version) => {
    expect(onNode(version)).toEqual({
      status: 1,
      stdout: '',
      stderr: `workshop needs Node.js 20.17 or newer; this is ${version}.\n`,
    });
  });

  it.each(['20.17.0', '22.0.0', '24.1.0'])('runs on Node %s', (version) => {
    expect(onNode(version)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it('says in one line that it has not been built', () => {
    cpSync(packagePath('bin'), join(folder, 'bin'), { recursive: true });
    cpSync(packagePath('package.json'), join(folder, 'package.json'));
    expect(onNode(process.versions.node, join(folder, 'bin', 'workshop.js'))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'workshop is not built yet: run `npm run build` first.\n',
    });
  });
});
