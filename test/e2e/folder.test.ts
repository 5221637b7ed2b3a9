import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';

const computer = new Computer();
afterAll(() => computer.clear('mine', 'broken', 'half'));

describe('a data folder that is not ours', () => {
  it('is refused by name and left untouched', async () => {
    const folder = computer.folder('mine');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    const refused = await computer.run('setup', '--target', 'local', '--yes', '--name', 'mine');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(folder);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
    await computer.run('teardown', '--yes', '--name', 'mine');
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('is not what a kill or a full disk left of our very first write', async () => {
    const folder = computer.folder('half');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cloud.json.4711.tmp'), '{"kind":');
    expect(await computer.json('local', 'start', '--name', 'half')).toMatchObject({ started: true });
  });

  it('is refused when it is corrupt, and left untouched', async () => {
    const folder = computer.folder('broken');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cloud.json'), '{"kind":');
    const refused = await computer.run('setup', '--target', 'local', '--yes', '--name', 'broken');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('cloud.json');
    expect(readFileSync(join(folder, 'cloud.json'), 'utf8')).toBe('{"kind":');
  });
});
