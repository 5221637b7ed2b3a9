import type { DurableDocument } from './durable-document.js';

/** How long things take, in ms, and which limits hold. Zero delays still pass through every state that AWS shows. */
export interface CloudSettings {
  delays: {
    /** A stream's CREATING and DELETING. */
    stream: number;
    /** A cluster's creating, modifying and deleting. */
    cluster: number;
    /** A Grafana workspace's CREATING and DELETING. */
    workspace: number;
    /** Any other resource in a stack. */
    resource: number;
  };
  /** AWS's own limits a shard (1,000 records/s, 1 MiB/s in; 2 MiB/s, 5 reads/s out). `false` lifts them. */
  kinesisLimits: boolean;
  /** Answer with an error where a reply does not have the API model's shape (tests), instead of dropping the member. */
  strictShapes: boolean;
  /** Which instance of Identity Center the account sees: none (also when absent), its organization's, or one of its own. */
  identityCenter?: 'none' | 'organization' | 'account';
}

/** By whom a call is made: the workshop's own user, an AWS service, or a role that a service assumes (through STS). */
export interface CallAs {
  /** e.g. `lambda.amazonaws.com`; without it the call is made by the workshop's own user. */
  service?: string;
  /** The role that the service assumes; its trust policy is checked by STS. */
  roleArn?: string;
  sessionName?: string;
  /** How long the credentials must last at least, in ms; without it five minutes. */
  lasting?: number;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** epoch ms */
  expiration?: number;
}

/** What every service of one local cloud shares. */
export interface Cloud {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** The workshop's data folder; a service keeps its files in `folder/<service>/`. */
  readonly folder: string;
  readonly settings: CloudSettings;
  /** `http://127.0.0.1:PORT`; known once the port is open, so read it when you need it, not at construction. */
  readonly endpoint: string;
  /** One line into the cloud's log. Never a secret. */
  log(line: string): void;
  /** A small JSON document on disk, `folder/<name>.json`, written to a temporary name and renamed. */
  document<T extends object>(name: string, initial: T): DurableDocument<T>;
  /**
   * Calls another service of this cloud by signed HTTP, over its real wire protocol, and decodes the reply.
   * @throws AwsError as the service answered it.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the reply's shape is the API model's.
  call(service: string, action: string, input: object, as?: CallAs): Promise<any>;
  /** Credentials to hand to code that makes its own clients (a Lambda function's environment). */
  credentialsFor(as: CallAs): Promise<Credentials>;
}
