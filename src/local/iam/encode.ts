import type { ManagedPolicy, Role } from './store.js';

/**
 * URL encoding of policy documents in IAM's replies, 'compliant with RFC 3986': `!'()*` are encoded too.
 * Source: IAM API reference, GetRolePolicy.
 */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A role as IAM shows it. `created` is CreateRole's reply, `listed` ListRoles' (no tags, boundary or last use), `full`
 * GetRole's. Source: recorded `test_create_describe_role`, `test_role_with_tags`, `test_list_roles_with_permission_boundary`.
 */
export function roleShape(role: Role, form: 'created' | 'listed' | 'full'): object {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    ...(form !== 'created' && { Description: role.description, MaxSessionDuration: role.maxSession }),
    ...(form === 'full' && { RoleLastUsed: {} }),
    ...(form !== 'listed' && {
      Tags: role.tags.length ? role.tags : undefined,
      PermissionsBoundary: role.boundary && {
        PermissionsBoundaryType: 'Policy',
        PermissionsBoundaryArn: role.boundary,
      },
    }),
  };
}

/** A managed policy as IAM shows it; ListPolicies leaves description and tags out. */
export function policyShape(
  policy: ManagedPolicy,
  uses: { attachments: number; boundaries: number },
  form: 'listed' | 'full',
): object {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: uses.attachments,
    PermissionsBoundaryUsageCount: uses.boundaries,
    IsAttachable: true,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
    ...(form === 'full' && {
      Description: policy.description,
      Tags: policy.tags.length ? policy.tags : undefined,
    }),
  };
}

/** One page of a list in IAM's manner. @param input MaxItems (default 100) and Marker, an offset in our encoding. */
export function page<T>(
  items: readonly T[],
  input: { Marker?: string; MaxItems?: number },
): { items: T[]; IsTruncated: boolean; Marker: string | undefined } {
  const from = input.Marker ? Number(Buffer.from(input.Marker, 'base64url').toString()) || 0 : 0;
  const to = from + (input.MaxItems ?? 100);
  const more = to < items.length;
  return {
    items: items.slice(from, to),
    IsTruncated: more,
    Marker: more ? Buffer.from(String(to)).toString('base64url') : undefined,
  };
}
