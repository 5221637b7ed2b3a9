import type { AccessTable } from './policy/access-table.js';

/** Who signed a request. */
export interface Caller {
  accessKeyId: string;
  /** `arn:aws:iam::A:root`, `arn:aws:sts::A:assumed-role/ROLE/SESSION`, or a service's principal (`lambda.amazonaws.com`). */
  arn: string;
  /** The role behind temporary credentials. */
  roleArn?: string;
  /** What AssumeRole was given to narrow the session: a policy's text, ARNs of managed policies. */
  sessionPolicies?: { text?: string; arns?: string[] };
}

/** What an action knows of its request besides its input. */
export interface RequestContext {
  caller: Caller;
  requestId: string;
  region: string;
  /** Aborted when the client went away before the reply was written. */
  signal: AbortSignal;
}

/**
 * One API action. The input has the members of the API model (timestamps as Date, blobs as Uint8Array, required
 * members checked); the returned object is encoded by the model (Date, Uint8Array; absent means undefined).
 * @throws AwsError for an answer that AWS gives as an error.
 */
// biome-ignore lint/suspicious/noExplicitAny: each action narrows its own input; the codec has checked it against the API model.
export type Action = (input: any, context: RequestContext) => Promise<object> | object;

/** One AWS service of the local cloud. */
export interface Service {
  /** The API's id, which names its model and its folder: `kinesis`, `redshift-data`, `states`, … (the SigV4 signing name). */
  readonly id: string;
  readonly actions: Readonly<Record<string, Action>>;
  /** What its calls are called in policies and which resources they name; without it each is about `*`. */
  readonly access?: AccessTable;
  /** Called once after every service exists and the port is open: resume what a kill interrupted. */
  start?(): Promise<void> | void;
  /** Called once before the process ends. */
  stop?(): Promise<void> | void;
}
