import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const allowPut = document({ Effect: 'Allow', Action: 'kinesis:Put*', Resource: '*' });

let test: TestCloud;
let iam: IAMClient;

beforeAll(async () => {
  test = await startCloud({ services: ['iam'] });
  iam = new IAMClient(test.clientConfig);
});
afterAll(() => test.stop());

const createRole = (RoleName: string, more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));

describe('roles', () => {
  it('lives through its life: created, read back, changed, tagged, deleted', async () => {
    const { Role } = await createRole('life', { Path: '/a/b/', Tags: [{ Key: 'k', Value: 'v' }] });
    expect(Role).toMatchObject({ Path: '/a/b/', RoleName: 'life', Tags: [{ Key: 'k', Value: 'v' }] });
    expect(Role?.Arn).toBe(`arn:aws:iam::${test.cloud.accountId}:role/a/b/life`);
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    await iam.send(new UpdateRoleCommand({ RoleName: 'life', Description: 'd', MaxSessionDuration: 7200 }));
    const changed = trust.replace('lambda', 'states');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'life', PolicyDocument: changed }));
    await iam.send(new TagRoleCommand({ RoleName: 'life', Tags: [{ Key: 'K', Value: 'w' }] }));
    const read = (await iam.send(new GetRoleCommand({ RoleName: 'life' }))).Role;
    expect(read).toMatchObject({
      Description: 'd',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'K', Value: 'w' }],
    });
    expect(decodeURIComponent(read?.AssumeRolePolicyDocument ?? '')).toBe(changed);
    await iam.send(new UntagRoleCommand({ RoleName: 'life', TagKeys: ['K'] }));
    expect((await iam.send(new ListRoleTagsCommand({ RoleName: 'life' }))).Tags).toEqual([]);
    await test.restart();
    iam = new IAMClient({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    expect((await iam.send(new GetRoleCommand({ RoleName: 'life' }))).Role?.RoleId).toBe(Role?.RoleId);
    await iam.send(new DeleteRoleCommand({ RoleName: 'life' }));
    await expect(iam.send(new GetRoleCommand({ RoleName: 'life' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name life cannot be found.',
    });
  });

  it('is refused under a name that exists, whatever its case', async () => {
    await createRole('twice');
    await expect(createRole('TWICE')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name TWICE already exists.',
    });
  });

  it('keeps inline and managed policies, and is not deleted while it has any', async () => {
    await createRole('busy');
    const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'busy', PolicyArn: arn }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'busy', PolicyName: 'p', PolicyDocument: allowPut }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'busy' }));
    expect(attached.AttachedPolicies).toEqual([
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: arn },
    ]);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'busy' }))).PolicyNames).toEqual(['p']);
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName: 'busy', PolicyName: 'p' }));
    expect(inline.PolicyDocument).toContain('%2A');
    expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(allowPut);
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName: 'busy' }));
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'busy', PolicyArn: arn }));
    await expect(remove()).rejects.toMatchObject({
      message: 'Cannot delete entity, must delete policies first.',
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'busy', PolicyName: 'p' }));
    await remove();
  });

  it('pages through roles', async () => {
    for (const name of ['p1', 'p2', 'p3']) await createRole(name, { Path: '/paged/' });
    const first = await iam.send(new ListRolesCommand({ PathPrefix: '/paged/', MaxItems: 2 }));
    expect(first.Roles?.map((role) => role.RoleName)).toEqual(['p1', 'p2']);
    expect(first.IsTruncated).toBe(true);
    const rest = await iam.send(new ListRolesCommand({ PathPrefix: '/paged/', Marker: first.Marker }));
    expect(rest.Roles?.map((role) => role.RoleName)).toEqual(['p3']);
  });

  it('makes a linked role that only AWS changes', async () => {
    const { Role } = await iam.send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: 'redshift.amazonaws.com' }),
    );
    expect(Role?.RoleName).toBe('AWSServiceRoleForRedshift');
    await expect(iam.send(new DeleteRoleCommand({ RoleName: Role?.RoleName }))).rejects.toMatchObject({
      name: 'UnmodifiableEntityException',
    });
  });

  it("knows the workshop's own user only", async () => {
    const { User } = await iam.send(new GetUserCommand({}));
    expect(User?.Arn).toBe(`arn:aws:iam::${test.cloud.accountId}:user/workshop`);
    await expect(iam.send(new GetUserCommand({ UserName: 'ann' }))).rejects.toMatchObject({
      message: 'The user with name ann cannot be found.',
    });
  });
});

describe('policy documents that IAM refuses', () => {
  it.each([
    ['{', 'This policy contains invalid Json'],
    ['[]', 'Syntax errors in policy.'],
    ['{"Version":"2020-01-01","Statement":[]}', 'The policy must contain a valid version string'],
    [document({ Effect: 'allow', Action: '*', Resource: '*' }), 'Syntax errors in policy.'],
    [document({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    [document({ Effect: 'Allow', Action: '*' }), 'Policy statement must contain resources.'],
    [
      document({ Effect: 'Allow', Action: 'PutRecords', Resource: '*' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [document({ Effect: 'Allow', Action: '*', Resource: 'x' }), 'Resource x must be in ARN format or "*".'],
    [
      document({ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }),
      'Policy document should not specify a principal.',
    ],
    [
      document({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringIs: { a: 'b' } } }),
      'Invalid Condition type : StringIs',
    ],
  ])('%s', async (text, message) => {
    await expect(
      iam.send(new CreatePolicyCommand({ PolicyName: 'bad', PolicyDocument: text })),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException', message });
  });

  it('refuses a trust policy with a resource or without a principal', async () => {
    const bad = (statement: object) => createRole('bad', { AssumeRolePolicyDocument: document(statement) });
    await expect(bad({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })).rejects.toMatchObject({
      message: 'Has prohibited field Resource',
    });
    await expect(bad({ Effect: 'Allow', Action: 'sts:AssumeRole' })).rejects.toMatchObject({
      message: 'Missing required field Principal',
    });
  });
});

describe('managed policies', () => {
  it('has versions, one of them in force', async () => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'm', PolicyDocument: allowPut }));
    const PolicyArn = Policy?.Arn;
    const other = document({ Effect: 'Deny', Action: '*', Resource: '*' });
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: other, SetAsDefault: true }));
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe('v2');
    const v2 = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect(decodeURIComponent(v2.PolicyVersion?.Document ?? '')).toBe(other);
    await expect(
      iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' })),
    ).rejects.toMatchObject({
      message: 'Cannot delete the default version of a policy.',
    });
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    });
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    await createRole('holder');
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'holder', PolicyArn }));
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      message: 'Cannot delete a policy attached to entities.',
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'holder', PolicyArn }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
  });
});

describe('the simulator', () => {
  it('says what a role may do, within its boundary', async () => {
    const { Role } = await createRole('simulated');
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'simulated', PolicyName: 'p', PolicyDocument: allowPut }),
    );
    const decide = async () =>
      (
        await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: Role?.Arn,
            ActionNames: ['kinesis:PutRecords', 'kinesis:GetRecords'],
          }),
        )
      ).EvaluationResults?.map((result) => result.EvalDecision);
    expect(await decide()).toEqual(['allowed', 'implicitDeny']);
    await iam.send(
      new PutRolePermissionsBoundaryCommand({
        RoleName: 'simulated',
        PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      }),
    );
    expect(await decide()).toEqual(['implicitDeny', 'implicitDeny']);
  });

  it('evaluates policies that are given, with context', async () => {
    const PolicyInputList = [
      allowPut,
      document({
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ];
    const ask = (value?: string) =>
      iam.send(
        new SimulateCustomPolicyCommand({
          PolicyInputList,
          ActionNames: ['kinesis:PutRecord'],
          ContextEntries: value
            ? [
                {
                  ContextKeyName: 'aws:SecureTransport',
                  ContextKeyType: 'boolean',
                  ContextKeyValues: [value],
                },
              ]
            : [],
        }),
      );
    expect((await ask('true')).EvaluationResults?.[0]?.EvalDecision).toBe('allowed');
    expect((await ask('false')).EvaluationResults?.[0]?.EvalDecision).toBe('explicitDeny');
    expect((await ask()).EvaluationResults?.[0]?.MissingContextValues).toEqual(['aws:SecureTransport']);
  });
});
