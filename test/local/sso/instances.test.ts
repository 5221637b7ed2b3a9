import { DescribeInstanceCommand, ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { afterEach, describe, expect, it } from 'vitest';
import type { CloudSettings } from '../../../src/local/cloud.js';
import { settingsFrom } from '../../../src/local/settings.js';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;

async function instancesOf(identityCenter?: CloudSettings['identityCenter']) {
  test = await startCloud({
    services: ['sso'],
    settings: identityCenter ? { identityCenter } : {},
  });
  const sso = new SSOAdminClient(test.clientConfig);
  return { sso, instances: (await sso.send(new ListInstancesCommand({}))).Instances ?? [] };
}
afterEach(() => test.stop());

describe('SSO Admin', () => {
  it('has no instance in an account without Identity Center', async () => {
    const { sso, instances } = await instancesOf();
    expect(instances).toEqual([]);
    const InstanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
    await expect(sso.send(new DescribeInstanceCommand({ InstanceArn }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it("shows the organization's instance, which another account owns, and keeps it over a restart", async () => {
    const { sso, instances } = await instancesOf('organization');
    const [instance] = instances;
    expect(instance).toMatchObject({
      InstanceArn: expect.stringMatching(/^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/),
      IdentityStoreId: expect.stringMatching(/^d-[0-9a-f]{10}$/),
      OwnerAccountId: expect.stringMatching(/^\d{12}$/),
      Status: 'ACTIVE',
      CreatedDate: expect.any(Date),
    });
    expect(instance?.OwnerAccountId).not.toBe(test.cloud.accountId);
    const { $metadata: _metadata, ...described } = await sso.send(
      new DescribeInstanceCommand({ InstanceArn: instance?.InstanceArn }),
    );
    expect(described).toMatchObject({ ...instance });
    await test.restart();
    const again = new SSOAdminClient(test.clientConfig);
    expect((await again.send(new ListInstancesCommand({}))).Instances).toEqual(instances);
  });

  it('shows an account instance as owned by this account', async () => {
    const { instances } = await instancesOf('account');
    expect(instances).toHaveLength(1);
    expect(instances[0]?.OwnerAccountId).toBe(test.cloud.accountId);
  });

  it('is set by the environment', async () => {
    await instancesOf();
    expect(settingsFrom({ WORKSHOP_LOCAL_IDENTITY_CENTER: 'account' }).identityCenter).toBe('account');
    expect(settingsFrom({ WORKSHOP_LOCAL_IDENTITY_CENTER: 'organization' }).identityCenter).toBe(
      'organization',
    );
    expect(settingsFrom({}).identityCenter).toBe('none');
    expect(settingsFrom({ WORKSHOP_LOCAL_IDENTITY_CENTER: 'maybe' }).identityCenter).toBe('none');
  });
});
