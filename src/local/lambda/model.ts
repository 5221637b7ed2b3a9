/** A function's configuration as it is kept, one for `$LATEST` and one for each published version. */
export interface FunctionConfiguration {
  version: string;
  runtime: string;
  role: string;
  handler: string;
  description: string;
  /** seconds */
  timeout: number;
  /** MB */
  memorySize: number;
  environment: Record<string, string> | undefined;
  architecture: string;
  /** MB */
  ephemeralStorage: number;
  tracing: string;
  logFormat: string;
  logGroup: string;
  /** JSON only. */
  applicationLogLevel?: string | undefined;
  systemLogLevel?: string | undefined;
  /** epoch ms */
  lastModified: number;
  /** base64 of the archive's SHA-256 */
  codeSha256: string;
  codeSize: number;
  revisionId: string;
  state: 'Pending' | 'Active';
  lastUpdateStatus: 'Successful' | 'InProgress' | undefined;
}

export interface EventInvokeConfig {
  /** epoch ms */
  lastModified: number;
  maximumRetryAttempts?: number;
  maximumEventAgeInSeconds?: number;
  onSuccess?: string;
  onFailure?: string;
}

export interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Principal: unknown;
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** One function with all that hangs on it. */
export interface FunctionRecord {
  name: string;
  latest: FunctionConfiguration;
  versions: FunctionConfiguration[];
  /** The next version's number. */
  nextVersion: number;
  tags: Record<string, string>;
  reservedConcurrency?: number;
  /** By qualifier, `$LATEST` among them. */
  eventInvoke: Record<string, EventInvokeConfig>;
  /** Statements by qualifier ('' for the function itself), each with the policy's revision. */
  policies: Record<string, { revisionId: string; statements: PolicyStatement[] }>;
}

export interface FunctionsDocument {
  functions: Record<string, FunctionRecord>;
}
