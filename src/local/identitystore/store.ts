import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { identityCenterOf } from '../identity-center.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../protocol/errors.js';

export interface User {
  UserId: string;
  UserName: string;
  /** The other members as CreateUser got them: Name, DisplayName, Emails, … */
  [member: string]: unknown;
}

export interface Group {
  GroupId: string;
  DisplayName: string;
  Description?: string;
  ExternalIds?: { Issuer: string; Id: string }[];
}

/** Users and groups of the account's identity store, on disk. */
export class IdentityStore {
  private readonly document: DurableDocument<{ users: User[]; groups: Group[] }>;
  readonly id: string | undefined;

  constructor(cloud: Cloud) {
    this.document = cloud.document('identitystore/directory', { users: [], groups: [] });
    this.id = identityCenterOf(cloud)?.identityStoreId;
  }

  /** The directory that a request names. @throws AwsError ResourceNotFoundException for any other identity store */
  of(identityStoreId: string): { users: User[]; groups: Group[] } {
    if (identityStoreId !== this.id) throw notFound('IDENTITY_STORE', identityStoreId);
    return this.document.value;
  }

  save(): void {
    this.document.save();
  }
}

/** @param type `USER`, `GROUP`, `IDENTITY_STORE` */
export function notFound(type: string, id: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${type} not found.`, {
    members: { ResourceType: type, ResourceId: id },
  });
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function duplicate(type: string): AwsError {
  return new AwsError('ConflictException', `Duplicate ${type}`, {
    members: { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' },
  });
}

/** One page by MaxResults (1 to 100) and NextToken. @throws AwsError ValidationException */
export function paged<T>(
  items: readonly T[],
  input: { MaxResults?: number; NextToken?: string },
): { items: T[]; next: string | undefined } {
  const size = input.MaxResults ?? 100;
  if (size < 1 || size > 100) throw invalid('MaxResults must be from 1 to 100.');
  return pageOf(items, { size, token: input.NextToken }, () => invalid('NextToken is invalid.'));
}

/** What GetUserId and GetGroupId search by. */
export type AlternateIdentifier = {
  ExternalId?: { Issuer: string; Id: string };
  UniqueAttribute?: { AttributePath: string; AttributeValue: unknown };
};

/** Whether one of `ids` is the external id that is asked for. */
export function hasExternalId(ids: unknown, wanted: { Issuer: string; Id: string }): boolean {
  return Array.isArray(ids) && ids.some((id) => id.Issuer === wanted.Issuer && id.Id === wanted.Id);
}
