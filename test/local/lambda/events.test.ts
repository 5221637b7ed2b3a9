import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WaitingEvent } from '../../../src/local/lambda/event-files.js';
import { startCloud, type TestCloud } from '../harness.js';
import { makeFunction, makeRole } from './functions.js';

let test: TestCloud;
let role: string;
const client = () => new LambdaClient(test.clientConfig);
const folder = () => join(test.folder, 'lambda', 'events');

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'logs', 'lambda'] });
  role = await makeRole(test, 'functions', 'lambda.amazonaws.com', []);
});
afterAll(() => test?.stop());

/** The events on disk, oldest first. */
function waiting(): WaitingEvent[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder(), name), 'utf8')));
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const send = (FunctionName: string) =>
  client().send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{}' }));

describe('an event that the process leaves behind', () => {
  it('is tried again by the next process when its time comes, and is gone when it succeeded', async () => {
    const marker = join(test.folder, 'may-succeed');
    const code = `exports.handler = async () => { if (!require('fs').existsSync(${JSON.stringify(marker)})) throw new Error('not yet'); };`;
    await makeFunction(client(), 'fails', role, code);
    await send('fails');
    await until(() => waiting()[0]?.attempt.failures === 1);
    const [event] = waiting();
    expect((event?.due ?? 0) - Date.now()).toBeGreaterThan(30_000);
    writeFileSync(marker, '');
    const path = join(folder(), readdirSync(folder())[0] ?? '');
    writeFileSync(path, JSON.stringify({ ...event, due: Date.now() }));
    await test.restart();
    await until(() => waiting().length === 0);
  });

  it('in the middle of an attempt counts as failed once', async () => {
    await makeFunction(
      client(),
      'hangs',
      role,
      'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));',
      {
        Timeout: 300,
      },
    );
    await send('hangs');
    await until(() => waiting().length === 1 && waiting()[0]?.due === undefined);
    await test.restart();
    await until(() => waiting()[0]?.due !== undefined);
    expect(waiting()).toMatchObject([{ event: { name: 'hangs' }, attempt: { failures: 1 } }]);
    // A function without retries is not tried again at all.
    await client().send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: 'hangs', MaximumRetryAttempts: 0 }),
    );
    const path = join(folder(), readdirSync(folder())[0] ?? '');
    const { due: _, ...running } = waiting()[0] as WaitingEvent;
    writeFileSync(path, JSON.stringify(running));
    await test.restart();
    await until(() => waiting().length === 0);
  });
});

describe("a role's credentials", () => {
  it('are renewed when they would not last as long as asked', async () => {
    const as = { service: 'lambda.amazonaws.com', roleArn: role, sessionName: 'session' };
    const first = await test.cloud.credentialsFor(as);
    expect(await test.cloud.credentialsFor({ ...as, lasting: 900_000 })).toEqual(first);
    const left = (first.expiration ?? 0) - Date.now();
    const renewed = await test.cloud.credentialsFor({ ...as, lasting: left + 1000 });
    expect(renewed.sessionToken).not.toBe(first.sessionToken);
    expect(await test.cloud.credentialsFor(as)).toEqual(renewed);
  });
});
