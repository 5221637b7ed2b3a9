import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let iam: IAMClient;
let sts: STSClient;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts'] });
  iam = new IAMClient(test.clientConfig);
  sts = new STSClient(test.clientConfig);
});
afterAll(() => test.stop());

async function createRole(name: string, principal: object): Promise<string> {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  const reply = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    }),
  );
  return reply.Role?.Arn ?? '';
}

async function assume(client: STSClient, RoleArn: string): Promise<STSClient> {
  const { Credentials: issued } = await client.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }),
  );
  return new STSClient({
    ...test.clientConfig,
    credentials: {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    },
  });
}

describe('STS', () => {
  it('says who signed: the account, or a session of a role', async () => {
    const account = test.cloud.accountId;
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: `arn:aws:iam::${account}:user/workshop`,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    });
    const session = await assume(sts, await createRole('own', { AWS: account }));
    const identity = await session.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/own/session`);
    expect(identity.UserId).toMatch(/^AROA[A-Z2-7]{17}:session$/);
  });

  it('lets a service assume only the roles that trust it', async () => {
    const roleArn = await createRole('for-lambda', { Service: 'lambda.amazonaws.com' });
    const issued = await test.cloud.credentialsFor({ service: 'lambda.amazonaws.com', roleArn });
    expect(issued.sessionToken).toBeTruthy();
    await expect(test.cloud.credentialsFor({ service: 'states.amazonaws.com', roleArn })).rejects.toThrow(
      `User: states.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
    await expect(assume(sts, roleArn)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${test.cloud.accountId}:user/workshop is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    });
  });

  it('asks a session for a permission of its own where the role trusts only the account', async () => {
    const target = await createRole('target', { AWS: test.cloud.accountId });
    const session = await assume(sts, await createRole('chained', { AWS: test.cloud.accountId }));
    await expect(assume(session, target)).rejects.toMatchObject({ name: 'AccessDenied' });
    const allow = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: target };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'chained',
        PolicyName: 'p',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: allow }),
      }),
    );
    await expect(assume(session, target)).resolves.toBeDefined();
    const named = await createRole('named', { AWS: `arn:aws:iam::${test.cloud.accountId}:role/chained` });
    await expect(assume(session, named)).resolves.toBeDefined();
  });

  it('does not say whether a role exists', async () => {
    const missing = `arn:aws:iam::${test.cloud.accountId}:role/no-such-role`;
    await expect(assume(sts, missing)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('issues credentials of the caller itself', async () => {
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    expect(Credentials?.Expiration?.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
    expect(Credentials?.SessionToken).toBeTruthy();
  });
});
