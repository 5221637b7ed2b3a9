import type { RelationColumn } from '../dialect/resolver.js';
import type { ModelRecord } from '../ml/model-record.js';

/** A database user. */
export interface UserRecord {
  name: string;
  /** usesysid; the admin is 100. */
  id: number;
  superuser: boolean;
  createDatabase: boolean;
  /** scrypt; absent for users that sign in by temporary credentials only. */
  passwordHash?: string;
  validUntil?: string;
  connectionLimit?: number | 'unlimited';
  syslogAccess: 'restricted' | 'unrestricted';
  groups: string[];
  roles: string[];
}

export interface SchemaRecord {
  name: string;
  id: number;
  owner: string;
  /** A schema over Kinesis. `iamRole` is an ARN; `default` was resolved when the schema was made. */
  external?: { source: 'kinesis'; region: string; iamRole: string };
}

/** What makes a relation a materialized view. */
export interface MaterializedView {
  autoRefresh: boolean;
  /** The stream it reads; absent for a view over tables. */
  stream?: { schema: string; name: string };
}

export interface RelationRecord {
  schema: string;
  name: string;
  id: number;
  kind: 'table' | 'view' | 'materialized view';
  owner: string;
  columns: RelationColumn[];
  /** epoch ms */
  createdAt: number;
  /** Redshift's text of the query behind a view. */
  query?: string;
  /** Keys (`schema.name`) of the relations that a view reads, `model:schema.name` of the models it predicts with. */
  dependsOn: string[];
  materialized?: MaterializedView;
  /** The view has no schema binding: it neither holds nor falls with what it reads. */
  lateBinding?: boolean;
  comment?: string;
}

/** What is granted on one object to one grantee. */
export interface GrantRecord {
  /** `relation:schema.name`, `model:schema.name`, `schema:name`, `database:name`, `system`. */
  object: string;
  /** `public`, `user:name`, `group:name`, `role:name`. */
  grantee: string;
  /** Upper case: SELECT, INSERT, USAGE, CREATE, … */
  privileges: string[];
  grantOption: boolean;
}

export interface DefaultPrivilegeRecord {
  owner: string;
  /** Absent: in every schema. */
  schema?: string;
  grantee: string;
  privileges: string[];
}

/** The kinds of catalog entries and what each holds. */
export interface CatalogKinds {
  user: UserRecord;
  group: { name: string; id: number };
  role: { name: string; id: number };
  schema: SchemaRecord;
  relation: RelationRecord;
  /** Under `relationKey`. */
  model: ModelRecord;
  grant: GrantRecord;
  default: DefaultPrivilegeRecord;
  /** Small facts: the next object id. */
  fact: { value: number };
}

export type CatalogKind = keyof CatalogKinds;

/** The key under which the catalog keeps a relation. */
export function relationKey(schema: string, name: string): string {
  return `${schema}.${name}`;
}
