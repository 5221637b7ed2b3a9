import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, historyOf, makeMachine, outline, start } from './machines.js';

const folder = mkdtempSync(join(tmpdir(), 'workshop-states-'));
// Beside node_modules, so that the bundle finds the packages it leaves outside.
const cache = join(import.meta.dirname, '../../../node_modules/.cache/workshop-test');
const script = join(cache, `states-child-${process.pid}.mjs`);
let child: ChildProcess | undefined;

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
afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
  rmSync(script, { force: true });
});

type Connection = {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

/** Starts the cloud's process on the folder. */
async function begin(): Promise<Connection> {
  const made = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = made;
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    made.stdout?.on('data', (more) => {
      text += more;
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    made.once('close', (code) => reject(new Error(`the cloud ended with ${code}`)));
  });
  const { endpoint, credentials } = JSON.parse(line);
  const { accessKeyId, secretAccessKey } = credentials;
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } };
}

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child?.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

async function role(connection: Connection): Promise<string> {
  const iam = new IAMClient(connection);
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'machines', AssumeRolePolicyDocument }));
  const may = { Effect: 'Allow', Action: 'states:*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [may] });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'machines', PolicyName: 'p', PolicyDocument }));
  return Role?.Arn ?? '';
}

describe('a process killed while one execution waits and another waits for it in a task', () => {
  it('goes on with both, each once, after up to three kills', async () => {
    let connection = await begin();
    let states = new SFNClient(connection);
    const roleArn = await role(connection);
    const waits = await makeMachine(states, roleArn, 'waits', {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 8, Next: 'Say' },
        Say: { Type: 'Pass', Result: 7, End: true },
      },
    });
    const asks = await makeMachine(states, roleArn, 'asks', {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          End: true,
          Branches: ['startExecution', 'startExecution.sync:2'].map((action) => ({
            StartAt: action,
            States: {
              [action]: {
                Type: 'Task',
                Resource: `arn:aws:states:::states:${action}`,
                Parameters: { StateMachineArn: waits, Input: { from: action } },
                End: true,
              },
            },
          })),
        },
      },
    });
    const execution = await start(states, asks);
    while ((await running(states, waits)) < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    let kills = 0;
    for (const pause of [0, 50, 400]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if ((await running(states, waits)) < 2) break;
      await kill();
      kills += 1;
      connection = await begin();
      states = new SFNClient(connection);
    }
    expect(kills).toBeGreaterThan(0);
    const result = await ended(states, execution);
    expect(result).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.parse(result.output ?? '')[1]).toMatchObject({ Status: 'SUCCEEDED', Output: 7 });
    const { executions } = await states.send(new ListExecutionsCommand({ stateMachineArn: waits }));
    expect(executions).toHaveLength(2);
    for (const { executionArn } of executions ?? []) {
      await ended(states, executionArn ?? '');
      expect(outline(await historyOf(states, executionArn ?? ''))).toEqual([
        'ExecutionStarted',
        'WaitStateEntered Wait',
        'WaitStateExited Wait',
        'PassStateEntered Say',
        'PassStateExited Say',
        'ExecutionSucceeded',
      ]);
    }
  }, 240_000);
});

async function running(states: SFNClient, stateMachineArn: string): Promise<number> {
  const found = await states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  return found.executions?.length ?? 0;
}
