import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';

const computer = new Computer();
const session = `workshop-${process.pid}`;
const tmux = (...args: string[]) => execFileSync('tmux', ['-L', session, ...args], { encoding: 'utf8' });

afterAll(async () => {
  try {
    tmux('kill-server');
  } catch {
    // It ended with its last window.
  }
  await computer.clear();
});

/** Waits until the terminal's screen shows something. @returns the screen */
async function shows(pattern: RegExp, seconds = 60): Promise<string> {
  for (let waited = 0; waited < seconds * 10; waited++) {
    const screen = tmux('capture-pane', '-p', '-S', '-200', '-t', session);
    if (pattern.test(screen)) return screen;
    await sleep(100);
  }
  throw new Error(
    `The terminal never showed ${pattern}:\n${tmux('capture-pane', '-p', '-S', '-200', '-t', session)}`,
  );
}

describe('the wizard in a real terminal', () => {
  it('shows the plan, asks once, takes no for an answer, then builds and says what to type next', async () => {
    const variables = Object.entries({ ...computer.environment, NO_COLOR: '', TERM: 'xterm-256color' }).map(
      ([name, value]) => `${name}=${value}`,
    );
    tmux(
      'new-session',
      '-d',
      '-s',
      session,
      '-x',
      '120',
      '-y',
      '50',
      'env',
      '-i',
      ...variables,
      'PS1=ready$ ',
      'bash',
      '--norc',
      '--noprofile',
    );
    const type = (text: string) => tmux('send-keys', '-t', session, text, 'Enter');

    type(`${process.execPath} ${computer.cli} setup`);
    const plan = await shows(/Build it\?/);
    expect(plan).toMatch(/this computer/);
    expect(plan).toMatch(/IngestionStack/);
    expect(plan).toMatch(/cost +nothing/);
    type('n');
    await shows(/Nothing was changed/);

    type('clear');
    type(`${process.execPath} ${computer.cli} setup`);
    await shows(/Build it\?/);
    type('y');
    const end = await shows(/teardown +remove everything/, 90);
    expect(end).toMatch(/The dashboard is live/);
    expect(end).toMatch(/http:\/\/127\.0\.0\.1:\d+\/g-[0-9a-f]{10}\/d\//);
    expect(end).toMatch(/sql list/);
  }, 180_000);

  it('stops softly on Ctrl-C at a question', async () => {
    tmux('send-keys', '-t', session, 'clear', 'Enter');
    tmux('send-keys', '-t', session, `${process.execPath} ${computer.cli} teardown; echo code=$?`, 'Enter');
    await shows(/Remove it all\?/);
    tmux('send-keys', '-t', session, 'C-c');
    expect(await shows(/code=\d+/)).toMatch(/code=130/);
  }, 60_000);
});
