import { randomUUID } from 'node:crypto';
import type { Action } from '../service.js';
import {
  type AlternateIdentifier,
  duplicate,
  hasExternalId,
  type IdentityStore,
  invalid,
  notFound,
  paged,
  type User,
} from './store.js';

/** ListUsers, DescribeUser, GetUserId, CreateUser, DeleteUser. */
export function userActions(store: IdentityStore): Record<string, Action> {
  const find = (storeId: string, userId: string): User => {
    const user = store.of(storeId).users.find((candidate) => candidate.UserId === userId);
    if (!user) throw notFound('USER', userId);
    return user;
  };
  return {
    ListUsers(input) {
      const { users } = store.of(input.IdentityStoreId);
      const { items, next } = paged(users.filter(filterOf(input.Filters)), input);
      return { Users: items.map((user) => shape(user, input.IdentityStoreId)), NextToken: next };
    },
    DescribeUser(input) {
      return shape(find(input.IdentityStoreId, input.UserId), input.IdentityStoreId);
    },
    GetUserId(input) {
      const { users } = store.of(input.IdentityStoreId);
      const user = users.find(identifies(input.AlternateIdentifier));
      if (!user) throw notFound('USER', '');
      return { UserId: user.UserId, IdentityStoreId: input.IdentityStoreId };
    },
    CreateUser(input) {
      const { IdentityStoreId, Extensions: _extensions, ...members } = input;
      const { users } = store.of(IdentityStoreId);
      // Source: IdentityStore API reference, CreateUser.
      if (!members.UserName || !members.DisplayName || !members.Name?.GivenName || !members.Name?.FamilyName)
        throw invalid('UserName, DisplayName, Name.GivenName and Name.FamilyName are required.');
      if (/^(aws)?administrators?$/i.test(members.UserName)) throw invalid('The UserName is reserved.');
      if (users.some(named(members.UserName))) throw duplicate('UserName');
      const UserId = `${IdentityStoreId.slice(2)}-${randomUUID()}`;
      const user: User = { ...members, UserId, UserStatus: 'ENABLED', created: Date.now() };
      users.push(user);
      store.save();
      return { UserId: user.UserId, IdentityStoreId };
    },
    DeleteUser(input) {
      const user = find(input.IdentityStoreId, input.UserId);
      const directory = store.of(input.IdentityStoreId);
      directory.users = directory.users.filter((candidate) => candidate !== user);
      store.save();
      return {};
    },
  };
}

function shape({ created, ...user }: User, IdentityStoreId: string): object {
  const at = new Date(created as number);
  return { ...user, IdentityStoreId, CreatedAt: at, UpdatedAt: at };
}

/** User names are unique without regard to case. */
function named(userName: string): (user: User) => boolean {
  const wanted = userName.toLowerCase();
  return (user) => user.UserName.toLowerCase() === wanted;
}

/** The one filter that ListUsers takes. @throws AwsError ValidationException for another attribute */
function filterOf(
  filters: readonly { AttributePath: string; AttributeValue: string }[] | undefined,
): (user: User) => boolean {
  const [filter, ...more] = filters ?? [];
  if (!filter) return () => true;
  if (more.length || filter.AttributePath.toLowerCase() !== 'username')
    throw invalid('ListUsers takes one filter, on UserName.');
  return named(filter.AttributeValue);
}

function identifies({ ExternalId, UniqueAttribute }: AlternateIdentifier): (user: User) => boolean {
  if (ExternalId) return (user) => hasExternalId(user.ExternalIds, ExternalId);
  const path = UniqueAttribute?.AttributePath.toLowerCase();
  const value = String(UniqueAttribute?.AttributeValue ?? '');
  if (path === 'username') return named(value);
  if (path === 'emails.value')
    return (user) =>
      ((user.Emails ?? []) as { Value?: string }[]).some(
        (email) => email.Value?.toLowerCase() === value.toLowerCase(),
      );
  throw invalid('AttributePath must be userName or emails.value.');
}
