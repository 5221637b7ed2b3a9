/** A name of up to three parts, folded. */
export interface QualifiedName {
  database?: string;
  schema?: string;
  name: string;
  /** Where it starts in the statement. */
  start: number;
}

export interface ColumnDefinition {
  name: string;
  /** Redshift's type as it is stored: `int4`, `varchar(100)`, `numeric(10,2)`, `super`, … (see types.ts). */
  type: string;
  notNull: boolean;
  primaryKey: boolean;
  unique: boolean;
  /** The expression's text, still Redshift's. */
  default?: string;
  identity?: { seed: number; step: number; byDefault: boolean };
  encode?: string;
  distKey: boolean;
  sortKey: boolean;
}

export type GrantTargets =
  | { kind: 'all-tables-in-schema'; schemas: string[] }
  | { kind: 'tables'; tables: QualifiedName[] }
  | { kind: 'schemas'; schemas: string[] }
  | { kind: 'databases'; databases: string[] }
  | { kind: 'functions'; names: QualifiedName[] }
  | { kind: 'models'; names: QualifiedName[] }
  | { kind: 'languages'; names: string[] };

export interface Grantees {
  users: string[];
  groups: string[];
  roles: string[];
  public: boolean;
}

export interface UserOptions {
  /** `null` is PASSWORD DISABLE; absent means that no password was given. */
  password?: string | null;
  createDatabase?: boolean;
  createUser?: boolean;
  syslogAccess?: 'restricted' | 'unrestricted';
  validUntil?: string;
  connectionLimit?: number | 'unlimited';
  sessionTimeout?: number;
  inGroups?: string[];
  /** ALTER USER … SET name TO value. */
  set?: { name: string; value: string };
}
