import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagePath } from '../../src/package-root.js';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A user's computer for one test file: an own home for data, no AWS credentials, the built CLI. */
export class Computer {
  readonly home = mkdtempSync(join(tmpdir(), 'workshop-e2e-'));
  /** The CLI to run; the checkout's unless a test installed another. */
  cli = packagePath('bin', 'workshop.js');

  get environment(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return {
      PATH,
      HOME: this.home,
      XDG_DATA_HOME: join(this.home, 'data'),
      NO_COLOR: '1',
      WORKSHOP_STRICT_SHAPES: '1',
    };
  }

  /** The folder of a workshop's local cloud. */
  folder(name = 'workshop'): string {
    return join(this.home, 'data', 'redshift-streaming-workshop', name);
  }

  /** Starts `workshop …`; the child is there to be killed. */
  start(...args: string[]) {
    const child = spawn(process.execPath, [this.cli, ...args], {
      env: this.environment,
      cwd: this.home,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const outcome = new Promise<Outcome>((resolve) => {
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
    return { child, outcome };
  }

  /** Runs `workshop …` to its end. */
  run(...args: string[]): Promise<Outcome> {
    return this.start(...args).outcome;
  }

  /** Runs `workshop … --json` and parses stdout. @throws Error with all it said when it fails */
  async json<T>(...args: string[]): Promise<T> {
    const outcome = await this.run(...args, '--json');
    if (outcome.code !== 0)
      throw new Error(
        `workshop ${args.join(' ')} ended with ${outcome.code}:\n${outcome.stdout}${outcome.stderr}`,
      );
    return JSON.parse(outcome.stdout) as T;
  }

  /** The rows of a query. */
  async query(sql: string, ...args: string[]): Promise<unknown[][]> {
    return (await this.json<{ rows: unknown[][] }>('sql', 'query', sql, ...args)).rows;
  }

  /** Stops what still runs and removes everything. */
  async clear(...names: string[]): Promise<void> {
    for (const name of ['workshop', ...names]) await this.run('local', 'stop', '--name', name);
    rmSync(this.home, { recursive: true, force: true });
  }
}
