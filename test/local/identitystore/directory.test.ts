import {
  CreateGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetGroupIdCommand,
  GetUserIdCommand,
  IdentitystoreClient,
  ListGroupsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let store: IdentitystoreClient;
let IdentityStoreId: string;

beforeAll(async () => {
  test = await startCloud({
    services: ['sso', 'identitystore'],
    settings: { identityCenter: 'organization' },
  });
  store = new IdentitystoreClient(test.clientConfig);
  const { Instances } = await new SSOAdminClient(test.clientConfig).send(new ListInstancesCommand({}));
  IdentityStoreId = Instances?.[0]?.IdentityStoreId ?? '';
});
afterAll(() => test.stop());

const create = (UserName: string) =>
  store.send(
    new CreateUserCommand({
      IdentityStoreId,
      UserName,
      DisplayName: `${UserName} X`,
      Name: { GivenName: UserName, FamilyName: 'X' },
      Emails: [{ Value: `${UserName}@example.com`, Primary: true }],
    }),
  );
const idBy = (AttributePath: string, AttributeValue: string) =>
  store.send(
    new GetUserIdCommand({
      IdentityStoreId,
      AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
    }),
  );

describe('Identity Store', () => {
  it('makes a user, who is found by name and by e-mail, listed, described, kept and deleted', async () => {
    const { UserId = '' } = await create('ada');
    expect(UserId).toMatch(/^[0-9a-f]{10}-[0-9a-f-]{36}$/);
    expect((await idBy('userName', 'Ada')).UserId).toBe(UserId);
    expect((await idBy('emails.value', 'ada@example.com')).UserId).toBe(UserId);
    await test.restart();
    store = new IdentitystoreClient(test.clientConfig);
    expect(await store.send(new DescribeUserCommand({ IdentityStoreId, UserId }))).toMatchObject({
      UserName: 'ada',
      DisplayName: 'ada X',
      UserStatus: 'ENABLED',
      Emails: [{ Value: 'ada@example.com', Primary: true }],
      CreatedAt: expect.any(Date),
    });
    await create('bob');
    const first = await store.send(new ListUsersCommand({ IdentityStoreId, MaxResults: 1 }));
    const second = await store.send(
      new ListUsersCommand({ IdentityStoreId, MaxResults: 1, NextToken: first.NextToken }),
    );
    const names = [...(first.Users ?? []), ...(second.Users ?? [])].map((user) => user.UserName);
    expect(names).toEqual(['ada', 'bob']);
    expect(second.NextToken).toBeUndefined();
    await store.send(new DeleteUserCommand({ IdentityStoreId, UserId }));
    await expect(idBy('userName', 'ada')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      ResourceType: 'USER',
    });
  });

  it('refuses a name that is taken, a user without a name, a directory that is not there', async () => {
    await create('eve');
    await expect(create('EVE')).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
    });
    await expect(
      store.send(new CreateUserCommand({ IdentityStoreId, UserName: 'nameless' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(store.send(new ListUsersCommand({ IdentityStoreId: 'd-0000000000' }))).rejects.toMatchObject(
      { name: 'ResourceNotFoundException', ResourceType: 'IDENTITY_STORE' },
    );
  });

  it('lists groups', async () => {
    expect((await store.send(new ListGroupsCommand({ IdentityStoreId }))).Groups).toEqual([]);
    const { GroupId } = await store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'editors' }));
    const found = await store.send(
      new ListGroupsCommand({
        IdentityStoreId,
        Filters: [{ AttributePath: 'DisplayName', AttributeValue: 'editors' }],
      }),
    );
    expect(found.Groups).toEqual([{ GroupId, DisplayName: 'editors', IdentityStoreId }]);
    expect(await store.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }))).toMatchObject({
      GroupId,
    });
    const byName = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'editors' } };
    expect(
      await store.send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: byName })),
    ).toMatchObject({ GroupId });
  });
});
