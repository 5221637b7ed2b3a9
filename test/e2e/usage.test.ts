import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';

const computer = new Computer();
afterAll(() => computer.clear());

describe('what is typed wrong, or where nothing is', () => {
  it.each([
    [['sql', 'run'], /steps/],
    [['statsu'], /status/],
    [['status', '--nam', 'x'], /--name/],
    [['sql', 'query', 'SELECT 1', 'SELECT 2'], /Too many arguments/],
    [['setup', '--region', 'mars-1', '--yes'], /mars-1/],
    [['setup', '--name', '../x', '--yes'], /\.\.\/x/],
    [['status', '--watch', '--json'], /--watch/],
    [['local', 'logs', '--follow', '--json'], /--follow/],
    [['setup'], /--yes/],
  ])('%j ends with 2 and says what is', async (words, pattern) => {
    const outcome = await computer.run(...words);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr + outcome.stdout).toMatch(pattern);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
    const { code, stdout } = await computer.run(...words.filter((word) => word !== '--json'), '--json');
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as { error: { code: string } }).error.code).toBeTruthy();
  });

  it('of no workshop: every command says so in one JSON value and what to type', async () => {
    for (const words of [
      ['status'],
      ['dashboard'],
      ['sql', 'run', 'all'],
      ['sql', 'query', 'SELECT 1'],
      ['local', 'env'],
      ['local', 'logs'],
    ]) {
      const { code, stdout } = await computer.run(...words, '--json', '--name', 'none');
      expect(code, words.join(' ')).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { next: expect.stringContaining('--name none') } });
    }
  });

  it('writes templates nowhere but where it can', async () => {
    const file = join(computer.home, 'file');
    writeFileSync(file, 'mine');
    for (const out of [file, join(file, 'x'), '/proc/nowhere']) {
      const { code, stdout } = await computer.run('synth', '--out', out, '--json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining(out) } });
    }
  });
});

describe('the target aws from here', () => {
  it('without credentials says so, at once', async () => {
    for (const words of [
      ['status'],
      ['sql', 'query', 'SELECT 1'],
      ['setup', '--yes'],
      ['teardown', '--yes'],
    ]) {
      const { code, stdout } = await computer.run(...words, '--target', 'aws', '--json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'credentials-missing' } });
    }
  });

  it('of a profile that nobody wrote names those there are', async () => {
    mkdirSync(join(computer.home, '.aws'), { recursive: true });
    writeFileSync(
      join(computer.home, '.aws', 'config'),
      '[profile demo]\nregion = us-east-1\n[sso-session s]\n',
    );
    const { stdout } = await computer.run('status', '--target', 'aws', '--profile', 'nope', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'profile-unknown', why: 'There is demo.' } });
  });
});

describe('two setups of one workshop at the same moment', () => {
  it('both end well, with one of everything', async () => {
    const both = await Promise.all(
      [1, 2].map(() => computer.json<{ dashboardUrl: string }>('setup', '--yes')),
    );
    expect(both[0]).toEqual(both[1]);
    const again = await computer.run('setup', '--json');
    expect(again.code).toBe(2);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'confirmation-missing' } });
    expect((await computer.run('teardown', '--json')).code).toBe(2);
    expect(existsSync(computer.folder())).toBe(true);
  }, 120_000);
});
