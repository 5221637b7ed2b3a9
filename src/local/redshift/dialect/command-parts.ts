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

/** What CREATE MODEL says of a model, as written. */
export interface ModelDefinition {
  /** A table, or a query's text (without its parentheses) and where it stands. */
  from: { table: QualifiedName } | { query: string; queryOffset: number };
  target?: string;
  function: QualifiedName;
  /** As the catalog keeps types. */
  argumentTypes?: string[];
  /** `default`, or an ARN. */
  iamRole: string;
  auto: boolean;
  modelType?: 'xgboost' | 'mlp' | 'linear_learner' | 'kmeans' | 'forecast';
  problemType?: 'regression' | 'binary_classification' | 'multiclass_classification';
  /** As written: `multi:softmax`, `F1`. */
  objective?: string;
  preprocessors?: string;
  /** What stands behind EXCEPT, keys in lower case; empty for DEFAULT alone, absent without the clause. */
  hyperparameters?: Record<string, string>;
  settings: ModelSettings;
}

export interface ModelSettings {
  s3Bucket?: string;
  tags?: string;
  kmsKeyId?: string;
  s3GarbageCollect?: boolean;
  maxCells?: number;
  /** Seconds. */
  maxRuntime?: number;
  horizon?: number;
  frequency?: string;
  percentiles?: string;
  maxBatchRows?: number;
}
