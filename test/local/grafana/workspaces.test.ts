import {
  CreateWorkspaceCommand,
  CreateWorkspaceServiceAccountCommand,
  CreateWorkspaceServiceAccountTokenCommand,
  DeleteWorkspaceCommand,
  DeleteWorkspaceServiceAccountCommand,
  DeleteWorkspaceServiceAccountTokenCommand,
  DescribeWorkspaceAuthenticationCommand,
  DescribeWorkspaceCommand,
  DescribeWorkspaceConfigurationCommand,
  GrafanaClient,
  ListPermissionsCommand,
  ListTagsForResourceCommand,
  ListVersionsCommand,
  ListWorkspaceServiceAccountsCommand,
  ListWorkspaceServiceAccountTokensCommand,
  ListWorkspacesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePermissionsCommand,
  UpdateWorkspaceAuthenticationCommand,
  UpdateWorkspaceCommand,
  UpdateWorkspaceConfigurationCommand,
} from '@aws-sdk/client-grafana';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageToken } from '../../../src/local/grafana/page-token.js';
import { startCloud, type TestCloud } from '../harness.js';
import { eventually } from './fake-cloud.js';

let test: TestCloud;
let grafana: GrafanaClient;
const asked = {
  accountAccessType: 'CURRENT_ACCOUNT',
  permissionType: 'CUSTOMER_MANAGED',
  authenticationProviders: ['AWS_SSO'],
  workspaceName: 'workshop',
  workspaceRoleArn: 'arn:aws:iam::123456789012:role/grafana',
  workspaceNotificationDestinations: ['SNS'],
  configuration: '{"plugins":{"pluginAdminEnabled":true}}',
  tags: { workshop: 'workshop' },
} as const;

beforeAll(async () => {
  test = await startCloud({ services: ['grafana', 'sts', 'iam'], settings: { delays: { workspace: 50 } } });
  grafana = new GrafanaClient(test.clientConfig);
});
afterAll(() => test?.stop());

async function status(workspaceId: string): Promise<string | undefined> {
  return (await grafana.send(new DescribeWorkspaceCommand({ workspaceId }))).workspace?.status;
}

async function create(more: object = {}): Promise<string> {
  const { workspace } = await grafana.send(new CreateWorkspaceCommand({ ...asked, ...more } as never));
  const id = workspace?.id ?? '';
  await eventually(async () => (await status(id)) === 'ACTIVE');
  return id;
}

async function remove(workspaceId: string): Promise<void> {
  await grafana.send(new DeleteWorkspaceCommand({ workspaceId }));
  await eventually(async () =>
    status(workspaceId).then(
      () => false,
      () => true,
    ),
  );
}

describe('a workspace', () => {
  it('is CREATING, then ACTIVE, then DELETING, then gone with its page token', async () => {
    const { workspace } = await grafana.send(
      new CreateWorkspaceCommand({ ...asked, clientToken: 'once' } as never),
    );
    expect(workspace).toMatchObject({
      status: 'CREATING',
      name: 'workshop',
      permissionType: 'CUSTOMER_MANAGED',
      workspaceRoleArn: asked.workspaceRoleArn,
      authentication: { providers: ['AWS_SSO'] },
      tags: { workshop: 'workshop' },
    });
    const id = workspace?.id ?? '';
    expect(id).toMatch(/^g-[0-9a-f]{10}$/);
    expect(workspace?.endpoint).toBe(`${id}.grafana-workspace.us-east-1.amazonaws.com`);
    const again = await grafana.send(new CreateWorkspaceCommand({ ...asked, clientToken: 'once' } as never));
    expect(again.workspace?.id).toBe(id);
    await eventually(async () => (await status(id)) === 'ACTIVE');
    expect((await grafana.send(new ListWorkspacesCommand({}))).workspaces?.map((one) => one.id)).toContain(
      id,
    );
    expect(readPageToken(test.folder, id)).toMatch(/^[\w-]{32}$/);
    const deleting = await grafana.send(new DeleteWorkspaceCommand({ workspaceId: id }));
    expect(deleting.workspace?.status).toBe('DELETING');
    await eventually(async () =>
      status(id).then(
        () => false,
        (error: Error) => error.name === 'ResourceNotFoundException',
      ),
    );
    expect(readPageToken(test.folder, id)).toBeUndefined();
  });

  it.each([
    [{ workspaceName: 'not a name' }],
    [{ permissionType: 'NOBODY' }],
    [{ accountAccessType: 'EVERYONE' }],
    [{ authenticationProviders: [] }],
    [{ authenticationProviders: ['LDAP'] }],
    [{ workspaceRoleArn: 'grafana' }],
    [{ grafanaVersion: '7.5' }],
    [{ configuration: '[]' }],
    [{ configuration: '{' }],
  ])('is refused with a ValidationException for %j', async (wrong) => {
    const made = grafana.send(new CreateWorkspaceCommand({ ...asked, ...wrong } as never));
    await expect(made).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is updated, configured and tagged', async () => {
    const workspaceId = await create();
    const { workspace } = await grafana.send(
      new UpdateWorkspaceCommand({ workspaceId, workspaceDescription: 'of the workshop' }),
    );
    expect(workspace).toMatchObject({ status: 'UPDATING', description: 'of the workshop', name: 'workshop' });
    await expect(grafana.send(new UpdateWorkspaceCommand({ workspaceId }))).rejects.toMatchObject({
      name: 'ConflictException',
    });
    await eventually(async () => (await status(workspaceId)) === 'ACTIVE');
    const configuration = '{"unifiedAlerting":{"enabled":true}}';
    await grafana.send(new UpdateWorkspaceConfigurationCommand({ workspaceId, configuration }));
    expect(await status(workspaceId)).toBe('UPDATING');
    await eventually(async () => (await status(workspaceId)) === 'ACTIVE');
    const read = await grafana.send(new DescribeWorkspaceConfigurationCommand({ workspaceId }));
    expect([String(read.configuration), read.grafanaVersion]).toEqual([configuration, '12.4']);
    const back = new UpdateWorkspaceConfigurationCommand({
      workspaceId,
      configuration,
      grafanaVersion: '10.4',
    });
    await expect(grafana.send(back)).rejects.toMatchObject({ name: 'ValidationException' });

    const resourceArn = `arn:aws:grafana:us-east-1:${test.cloud.accountId}:/workspaces/${workspaceId}`;
    await grafana.send(new TagResourceCommand({ resourceArn, tags: { team: 'ops' } }));
    await grafana.send(new UntagResourceCommand({ resourceArn, tagKeys: ['workshop'] }));
    expect((await grafana.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({
      team: 'ops',
    });
    await remove(workspaceId);
  });

  it('has service accounts, and tokens whose key is shown once', async () => {
    const workspaceId = await create();
    const account = { workspaceId, name: 'cli', grafanaRole: 'ADMIN' as const };
    const { id = '' } = await grafana.send(new CreateWorkspaceServiceAccountCommand(account));
    await expect(grafana.send(new CreateWorkspaceServiceAccountCommand(account))).rejects.toMatchObject({
      name: 'ConflictException',
    });
    const listed = await grafana.send(new ListWorkspaceServiceAccountsCommand({ workspaceId }));
    expect(listed.serviceAccounts).toEqual([{ id, name: 'cli', grafanaRole: 'ADMIN', isDisabled: 'false' }]);

    const token = { workspaceId, serviceAccountId: id, name: 'one', secondsToLive: 60 };
    const made = await grafana.send(new CreateWorkspaceServiceAccountTokenCommand(token));
    expect(made.serviceAccountToken?.key).toMatch(/^glsa_\w{32}_[0-9a-f]{8}$/);
    const tooLong = new CreateWorkspaceServiceAccountTokenCommand({
      ...token,
      name: 'two',
      secondsToLive: 2_592_001,
    });
    await expect(grafana.send(tooLong)).rejects.toMatchObject({ name: 'ValidationException' });
    const tokens = await grafana.send(
      new ListWorkspaceServiceAccountTokensCommand({ workspaceId, serviceAccountId: id }),
    );
    const [only] = tokens.serviceAccountTokens ?? [];
    expect((only?.expiresAt?.getTime() ?? 0) - (only?.createdAt?.getTime() ?? 0)).toBe(60_000);
    expect(JSON.stringify(tokens)).not.toContain(made.serviceAccountToken?.key);
    const tokenId = made.serviceAccountToken?.id ?? '';
    await grafana.send(
      new DeleteWorkspaceServiceAccountTokenCommand({ workspaceId, serviceAccountId: id, tokenId }),
    );
    const gone = new DeleteWorkspaceServiceAccountTokenCommand({
      workspaceId,
      serviceAccountId: id,
      tokenId,
    });
    await expect(grafana.send(gone)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await grafana.send(new DeleteWorkspaceServiceAccountCommand({ workspaceId, serviceAccountId: id }));
    expect(
      (await grafana.send(new ListWorkspaceServiceAccountsCommand({ workspaceId }))).serviceAccounts,
    ).toEqual([]);
    await remove(workspaceId);
  });

  it('gives and takes permissions, and tells of what failed in an answer of 200', async () => {
    const workspaceId = await create();
    const users = [{ id: '1234-user', type: 'SSO_USER' as const }];
    const give = { action: 'ADD' as const, role: 'ADMIN' as const, users };
    const given = await grafana.send(
      new UpdatePermissionsCommand({ workspaceId, updateInstructionBatch: [give] }),
    );
    expect(given.errors).toEqual([]);
    const listed = await grafana.send(new ListPermissionsCommand({ workspaceId }));
    expect(listed.permissions).toEqual([{ user: users[0], role: 'ADMIN' }]);
    const take = { action: 'REVOKE' as const, role: 'VIEWER' as const, users };
    const taken = await grafana.send(
      new UpdatePermissionsCommand({ workspaceId, updateInstructionBatch: [take] }),
    );
    expect(taken.errors).toMatchObject([{ code: 404, causedBy: take }]);
    const updateInstructionBatch = Array.from({ length: 21 }, () => give);
    const tooMany = new UpdatePermissionsCommand({ workspaceId, updateInstructionBatch });
    await expect(grafana.send(tooMany)).rejects.toMatchObject({ name: 'ValidationException' });
    await remove(workspaceId);
  });

  it('signs in by the providers it is given', async () => {
    const workspaceId = await create();
    const before = await grafana.send(new DescribeWorkspaceAuthenticationCommand({ workspaceId }));
    expect(before.authentication).toEqual({ providers: ['AWS_SSO'], awsSso: {} });
    await grafana.send(
      new UpdateWorkspaceAuthenticationCommand({
        workspaceId,
        authenticationProviders: ['SAML'],
        samlConfiguration: { idpMetadata: { url: 'https://idp.example.com' } },
      }),
    );
    const after = await grafana.send(new DescribeWorkspaceAuthenticationCommand({ workspaceId }));
    expect(after.authentication).toMatchObject({ providers: ['SAML'], saml: { status: 'CONFIGURED' } });
    await remove(workspaceId);
  });

  it('goes on from where it was after the process ends', async () => {
    const { workspace } = await grafana.send(new CreateWorkspaceCommand(asked as never));
    await test.restart();
    // Not over the connections that the old process held.
    grafana = new GrafanaClient({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    await eventually(async () => (await status(workspace?.id ?? '')) === 'ACTIVE');
    await remove(workspace?.id ?? '');
  });

  it('may be of the versions listed; five fit into a Region', async () => {
    const { grafanaVersions } = await grafana.send(new ListVersionsCommand({}));
    expect(grafanaVersions).toEqual(['10.4', '12.4']);
    const ids = [await create({ grafanaVersion: '10.4' })];
    expect((await grafana.send(new ListVersionsCommand({ workspaceId: ids[0] }))).grafanaVersions).toEqual([
      '12.4',
    ]);
    while (ids.length < 5) ids.push(await create());
    const sixth = grafana.send(new CreateWorkspaceCommand(asked as never));
    await expect(sixth).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    });
    const page = await grafana.send(new ListWorkspacesCommand({ maxResults: 2 }));
    expect(page.workspaces).toHaveLength(2);
    const rest = await grafana.send(new ListWorkspacesCommand({ nextToken: page.nextToken }));
    expect(rest.workspaces).toHaveLength(3);
    for (const id of ids) await remove(id);
  });
});
