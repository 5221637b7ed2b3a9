import {
  GetAccountSummaryCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole } from '../lambda/functions.js';

let test: TestCloud;
let iam: IAMClient;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts'] });
  iam = new IAMClient(test.clientConfig);
});
afterAll(() => test.stop());

const simulate = async (PolicySourceArn: string | undefined, ActionNames: string[]) =>
  (await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames }))).EvaluationResults ??
  [];

describe("the account's own user", () => {
  it('may do everything, as the simulator says of whoever signs', async () => {
    const { Arn } = await new STSClient(test.clientConfig).send(new GetCallerIdentityCommand({}));
    const results = await simulate(Arn, ['redshift:CreateCluster', 'iam:PassRole']);
    expect(results.map((result) => result.EvalDecision)).toEqual(['allowed', 'allowed']);
    expect(results[0]?.MatchedStatements?.[0]?.SourcePolicyId).toBe('AdministratorAccess');
  });

  it('has one policy, no groups', async () => {
    const UserName = 'workshop';
    expect((await iam.send(new ListAttachedUserPoliciesCommand({ UserName }))).AttachedPolicies).toEqual([
      { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ]);
    expect((await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames).toEqual([]);
    expect((await iam.send(new ListGroupsForUserCommand({ UserName }))).Groups).toEqual([]);
  });

  it('is the only user; a session and the root are no entities to simulate', async () => {
    const account = test.cloud.accountId;
    await expect(simulate(`arn:aws:iam::${account}:user/ann`, ['s3:GetObject'])).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    for (const arn of [`arn:aws:iam::${account}:root`, `arn:aws:sts::${account}:assumed-role/r/s`])
      await expect(simulate(arn, ['s3:GetObject'])).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('counts the account', async () => {
    const before = (await iam.send(new GetAccountSummaryCommand({}))).SummaryMap;
    await makeRole(test, 'counted', 'lambda.amazonaws.com', []);
    const after = (await iam.send(new GetAccountSummaryCommand({}))).SummaryMap;
    expect(after).toMatchObject({ Users: 1, RolesQuota: 1000, Roles: (before?.Roles ?? 0) + 1 });
  });
});
