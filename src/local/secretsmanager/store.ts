import { randomInt } from 'node:crypto';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { AwsError } from '../protocol/errors.js';

export interface SecretVersion {
  id: string;
  /** epoch ms */
  created: number;
  stages: string[];
  /** What was stored: text, or bytes in base64. */
  text?: string;
  base64?: string;
  /** epoch ms of the day it was read last */
  accessed?: number;
}

export interface Secret {
  name: string;
  arn: string;
  description?: string;
  kmsKeyId?: string;
  /** The service that made it for itself, `redshift`. */
  owningService?: string;
  created: number;
  changed: number;
  accessed?: number;
  /** epoch ms of DeleteSecret, and of the end of the recovery window */
  deleted?: number;
  deletionDate?: number;
  tags: { Key: string; Value: string }[];
  /** Whether it ever had tags. */
  tagged?: boolean;
  policy?: string;
  /** In order of creation. */
  versions: SecretVersion[];
}

/** Secrets on disk, in a document that only its owner may read (mode 0600). */
export class SecretStore {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<{ secrets: Secret[] }>;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.document = cloud.document('secretsmanager/secrets', { secrets: [] });
  }

  /** Every secret whose recovery window, if any, has not ended. */
  all(): Secret[] {
    const { secrets } = this.document.value;
    const kept = secrets.filter(
      ({ deletionDate }) => deletionDate === undefined || deletionDate > Date.now(),
    );
    if (kept.length < secrets.length) {
      this.document.value.secrets = kept;
      this.save();
    }
    return kept;
  }

  add(secret: Secret): void {
    this.document.value.secrets.push(secret);
    this.save();
  }

  remove(secret: Secret): void {
    this.document.value.secrets = this.all().filter((other) => other !== secret);
    this.save();
  }

  save(): void {
    this.document.save();
  }

  /** @param id a name, an ARN, or an ARN without its six random characters */
  find(id: string): Secret | undefined {
    const secrets = this.all();
    return (
      secrets.find(({ name, arn }) => name === id || arn === id) ??
      secrets.find(({ arn }) => id.startsWith('arn:') && arn.slice(0, -7) === id)
    );
  }

  /** @throws AwsError ResourceNotFoundException */
  get(id: string): Secret {
    const secret = this.find(id);
    if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
    return secret;
  }

  /** A secret that is not about to be deleted. @throws AwsError InvalidRequestException, ResourceNotFoundException */
  live(id: string): Secret {
    const secret = this.get(id);
    if (secret.deleted !== undefined)
      throw invalidRequest(
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    return secret;
  }

  newArn(name: string): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const suffix = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
    const { region, accountId } = this.cloud;
    return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
  }
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
