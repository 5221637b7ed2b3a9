import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole, policy, refusal } from './sessions.js';

let test: TestCloud;
const call = (service: string, action: string, input: object, as?: object) =>
  test.cloud.call(service, action, input, as);
const allow = (Action: string, Resource = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

beforeAll(async () => {
  test = await startCloud();
  await call('s3', 'CreateBucket', { Bucket: 'box' });
  await call('s3', 'PutObject', { Bucket: 'box', Key: 'k', Body: Buffer.from('x') });
});
afterAll(() => test?.stop());

const listing = { Bucket: 'box' };
const allowing = 'because no identity-based policy allows the s3:ListBucket action';

describe('what a role may do', () => {
  it("is what its policies say at the call, and the workshop's own user may do all", async () => {
    const { as, allow: put } = await makeRole(test, 'changing');
    const list = () => call('s3', 'ListObjectsV2', listing, as);
    expect((await refusal(list()))?.message).toContain(allowing);
    await put([allow('s3:ListBucket', 'arn:aws:s3:::box')]);
    expect(await refusal(list())).toBeUndefined();
    await put([allow('s3:ListBucket', 'arn:aws:s3:::other')]);
    expect((await refusal(list()))?.message).toContain(allowing);
    expect(await refusal(call('s3', 'ListObjectsV2', listing))).toBeUndefined();
    expect(await refusal(call('sts', 'GetCallerIdentity', {}, as))).toBeUndefined();
  });

  it('is nothing once the role is gone', async () => {
    const { as } = await makeRole(test, 'gone', [allow('s3:*')]);
    await call('s3', 'ListObjectsV2', listing, as);
    await call('iam', 'DeleteRolePolicy', { RoleName: 'gone', PolicyName: 'p' });
    await call('iam', 'DeleteRole', { RoleName: 'gone' });
    expect((await refusal(call('s3', 'ListObjectsV2', listing, as)))?.code).toBe('AccessDenied');
  });

  it('comes from an attached policy in its version in force', async () => {
    const { as } = await makeRole(test, 'attached');
    const { Policy: made } = await call('iam', 'CreatePolicy', {
      PolicyName: 'lists',
      PolicyDocument: policy([allow('s3:ListBucket')]),
    });
    await call('iam', 'AttachRolePolicy', { RoleName: 'attached', PolicyArn: made.Arn });
    expect(await refusal(call('s3', 'ListObjectsV2', listing, as))).toBeUndefined();
    await call('iam', 'CreatePolicyVersion', {
      PolicyArn: made.Arn,
      PolicyDocument: policy([allow('s3:GetObject')]),
      SetAsDefault: true,
    });
    expect((await refusal(call('s3', 'ListObjectsV2', listing, as)))?.message).toContain(allowing);
  });

  it('ends at the boundary, and at an explicit deny', async () => {
    const { Policy: edge } = await call('iam', 'CreatePolicy', {
      PolicyName: 'edge',
      PolicyDocument: policy([allow('s3:GetObject')]),
    });
    const { as, allow: put } = await makeRole(test, 'bounded', [allow('s3:*')], {
      PermissionsBoundary: edge.Arn,
    });
    expect((await refusal(call('s3', 'ListObjectsV2', listing, as)))?.message).toContain(
      'because no permissions boundary allows the s3:ListBucket action',
    );
    await put([allow('s3:*'), { ...allow('s3:ListBucket'), Effect: 'Deny' }]);
    expect((await refusal(call('s3', 'ListObjectsV2', listing, as)))?.message).toContain(
      'with an explicit deny in an identity-based policy',
    );
  });

  it('is narrowed by the policy and the managed policies that AssumeRole is given', async () => {
    const { arn } = await makeRole(test, 'narrowed', [allow('s3:*')], {
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { AWS: test.cloud.accountId }, Action: 'sts:AssumeRole' },
      ]),
    });
    const { S3Client, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    const client = async (more: object) => {
      const { Credentials: key } = await call('sts', 'AssumeRole', {
        RoleArn: arn,
        RoleSessionName: 'session',
        ...more,
      });
      const credentials = {
        accessKeyId: key.AccessKeyId,
        secretAccessKey: key.SecretAccessKey,
        sessionToken: key.SessionToken,
      };
      return new S3Client({ ...test.clientConfig, credentials });
    };
    const list = new ListObjectsV2Command(listing);
    const reads = policy([allow('s3:GetObject')]);
    await (await client({})).send(list);
    await expect((await client({ Policy: reads })).send(list)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because no session policy allows the s3:ListBucket action'),
    });
    const { Policy: lists } = await call('iam', 'CreatePolicy', {
      PolicyName: 'lists-only',
      PolicyDocument: policy([allow('s3:ListBucket')]),
    });
    await (await client({ Policy: reads, PolicyArns: [{ arn: lists.Arn }] })).send(list);
  });

  it("counts the resource's own policy: it grants to whom it names, and denies anyone", async () => {
    const { as, arn } = await makeRole(test, 'guest');
    const account = `arn:aws:iam::${test.cloud.accountId}:root`;
    const put = (statement: object) =>
      call('s3', 'PutBucketPolicy', { Bucket: 'box', Policy: policy([statement]) });
    const statement = (AWS: string, Effect = 'Allow') => ({
      Effect,
      Principal: { AWS },
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::box',
    });
    const list = () => refusal(call('s3', 'ListObjectsV2', listing, as));
    await put(statement(arn));
    expect(await list()).toBeUndefined();
    await put(statement(account));
    expect((await list())?.message).toContain(allowing);
    await put(statement('*', 'Deny'));
    expect((await list())?.message).toContain('with an explicit deny in a resource-based policy');
    await call('s3', 'DeleteBucketPolicy', { Bucket: 'box' });
  });

  it("is granted by a topic's policy to whom it names, not by the policy every topic begins with", async () => {
    const { as, arn } = await makeRole(test, 'publisher');
    const { TopicArn } = await call('sns', 'CreateTopic', { Name: 'news' });
    const publish = () => refusal(call('sns', 'Publish', { TopicArn, Message: 'm' }, as));
    expect((await publish())?.code).toBe('AuthorizationErrorException');
    await call('sns', 'SetTopicAttributes', {
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: policy([
        { Effect: 'Allow', Principal: { AWS: arn }, Action: 'sns:Publish', Resource: TopicArn },
      ]),
    });
    expect(await publish()).toBeUndefined();
  });

  it('hands on only the roles that iam:PassRole names, to the service that it names', async () => {
    const create = { name: 'm', definition: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' };
    const { arn: handed } = await makeRole(test, 'handed');
    const pass = (service: string) =>
      allow('iam:PassRole', handed, { Condition: { StringEquals: { 'iam:PassedToService': service } } });
    const { as, allow: put } = await makeRole(test, 'hands-on', [allow('states:*')]);
    const made = () => refusal(call('states', 'CreateStateMachine', { ...create, roleArn: handed }, as));
    const words = `is not authorized to perform: iam:PassRole on resource: ${handed} `;
    expect((await made())?.message).toContain(words);
    await put([allow('states:*'), pass('lambda.amazonaws.com')]);
    expect((await made())?.message).toContain(words);
    await put([allow('states:*'), pass('states.amazonaws.com')]);
    expect(await made()).toBeUndefined();
  });

  it('sees conditions on who asks and on what is asked', async () => {
    const { as, arn, allow: put } = await makeRole(test, 'conditional');
    const list = () => refusal(call('s3', 'ListObjectsV2', { ...listing, Prefix: 'own/' }, as));
    const under = (Condition: object) => put([allow('s3:ListBucket', '*', { Condition })]);
    await under({ StringEquals: { 's3:prefix': 'other/' } });
    expect((await list())?.message).toContain(allowing);
    await under({ StringEquals: { 's3:prefix': 'own/' }, ArnEquals: { 'aws:PrincipalArn': arn } });
    expect(await list()).toBeUndefined();
    await under({ StringLike: { 'aws:userid': 'AROA*:lambda' }, Bool: { 'aws:SecureTransport': 'true' } });
    expect(await list()).toBeUndefined();
  });

  it('asks about an action that this cloud does not have, before it says so', async () => {
    const { as, allow: put } = await makeRole(test, 'curious');
    const ask = () => refusal(call('kinesis', 'DescribeAccountSettings', {}, as));
    expect((await ask())?.message).toContain('kinesis:DescribeAccountSettings on resource: *');
    await put([allow('kinesis:*')]);
    expect((await ask())?.code).toBe('UnsupportedOperationException');
  });

  it('shows that a key is missing only to who may list; that a bucket is missing, to anyone', async () => {
    const { as, allow: put } = await makeRole(test, 'reader', [allow('s3:GetObject')]);
    const get = (Bucket: string, Key: string) => refusal(call('s3', 'GetObject', { Bucket, Key }, as));
    expect(await get('box', 'k')).toBeUndefined();
    expect((await get('box', 'none'))?.message).toContain('s3:ListBucket on resource: "arn:aws:s3:::box"');
    expect((await get('nowhere', 'k'))?.code).toBe('NoSuchBucket');
    await put([allow('s3:*')]);
    expect((await get('box', 'none'))?.code).toBe('NoSuchKey');
  });
});
