import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

const run = promisify(execFile);
const here = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('no AWS CLI on PATH: CloudFormation is not read back by an independent client');
    return false;
  }
})();

describe.runIf(here)('read back by the AWS CLI', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await startCloud({ services: ['cloudformation', 'kinesis', 'iam', 'sts'] });
  }, 60_000);
  afterAll(() => cloud?.stop());

  const aws = async (...args: string[]) => {
    const { accessKeyId, secretAccessKey } = cloud.credentials;
    const { stdout } = await run(
      'aws',
      ['--endpoint-url', cloud.endpoint, '--output', 'json', 'cloudformation', ...args],
      {
        env: {
          PATH: process.env.PATH,
          HOME: cloud.folder,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_DEFAULT_REGION: cloud.region,
        },
      },
    );
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  };

  it('a failed update is rolled back, and the story is told', async () => {
    const template = (ShardCount: number, more: object = {}) =>
      JSON.stringify({
        Resources: { S: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'cli', ShardCount } }, ...more },
      });
    await aws('create-stack', '--stack-name', 'cli', '--template-body', template(1));
    await aws('wait', 'stack-create-complete', '--stack-name', 'cli');
    const bad = { Bad: { Type: 'AWS::Never::Heard', DependsOn: 'S' } };
    await aws('update-stack', '--stack-name', 'cli', '--template-body', template(2, bad));
    await aws('wait', 'stack-rollback-complete', '--stack-name', 'cli');
    const { Stacks } = await aws('describe-stacks', '--stack-name', 'cli');
    expect(Stacks[0].StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const { StackEvents } = await aws('describe-stack-events', '--stack-name', 'cli');
    const reasons = StackEvents.map((event: { ResourceStatusReason?: string }) => event.ResourceStatusReason);
    expect(reasons).toContain('Resource type AWS::Never::Heard is not supported by the local cloud.');
    expect(reasons).toContain('The following resource(s) failed to create: [Bad]. ');
    await aws('delete-stack', '--stack-name', 'cli');
    await aws('wait', 'stack-delete-complete', '--stack-name', 'cli');
  }, 120_000);
});
