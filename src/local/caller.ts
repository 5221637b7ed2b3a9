import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { CallAs, Credentials } from './cloud.js';
import type { CredentialStore } from './credentials.js';
import type { WireRequest } from './protocol/codec.js';
import { codecOf } from './protocol/codecs.js';
import { AwsError } from './protocol/errors.js';
import { modelOf, type ServiceModel, structureOf } from './protocol/model.js';
import { signedHeaders } from './signature.js';

/** Role credentials are renewed at least this long before they expire. */
const renewalMilliseconds = 5 * 60_000;

/**
 * Calls the cloud's own services over their wire protocols, signed, as AWS's services call one another. The SDK's
 * clients would do it too; they cost 28 MB of disk for EC2 alone and a third of a second of start.
 */
export class ServiceCaller {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });
  private readonly roleCredentials = new Map<string, Promise<Credentials>>();
  private readonly endpoint: () => string;
  private readonly region: string;
  private readonly store: CredentialStore;

  constructor(endpoint: () => string, region: string, store: CredentialStore) {
    this.endpoint = endpoint;
    this.region = region;
    this.store = store;
  }

  /** @throws AwsError as the service answered. */
  async call(service: string, action: string, input: object, as: CallAs = {}): Promise<unknown> {
    const model = modelOf(service);
    if (!model?.operations[action]) {
      throw new AwsError('UnknownOperationException', `The local cloud knows no ${service}:${action}.`, {
        status: 400,
      });
    }
    const credentials = await this.credentialsFor(as);
    const codec = codecOf(model);
    const wire = codec.encodeRequest(model, action, withTokens(model, action, input));
    const reply = await this.send(wire, credentials, service);
    return codec.decodeReply(model, action, reply);
  }

  async credentialsFor(as: CallAs): Promise<Credentials> {
    if (!as.roleArn) return as.service ? this.store.service(as.service) : this.store.user;
    const key = `${as.service ?? ''} ${as.roleArn} ${as.sessionName ?? ''}`;
    const known = await this.roleCredentials.get(key)?.catch(() => undefined);
    if (known && (known.expiration ?? 0) > Date.now() + Math.max(renewalMilliseconds, as.lasting ?? 0))
      return known;
    const pending = this.assumeRole(as.roleArn, as);
    this.roleCredentials.set(key, pending);
    pending.catch(() => this.roleCredentials.delete(key));
    return pending;
  }

  close(): void {
    this.agent.destroy();
  }

  private async assumeRole(roleArn: string, as: CallAs): Promise<Credentials> {
    const caller: CallAs = as.service ? { service: as.service } : {};
    const reply = (await this.call(
      'sts',
      'AssumeRole',
      { RoleArn: roleArn, RoleSessionName: as.sessionName ?? (as.service ?? 'workshop').split('.')[0] },
      caller,
    )) as {
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: Date };
    };
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials;
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration.getTime(),
    };
  }

  private send(
    wire: WireRequest,
    credentials: Credentials,
    service: string,
  ): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const url = new URL(this.endpoint());
    const headers = signedHeaders(wire, url.host, credentials, { region: this.region, service }, Date.now());
    const query = new URLSearchParams(wire.query).toString();
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          agent: this.agent,
          host: url.hostname,
          port: url.port,
          method: wire.method,
          path: query ? `${wire.path}?${query.replace(/\+/g, '%20')}` : wire.path,
          headers: { ...headers, 'content-length': wire.body.length },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers as Record<string, string>,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(wire.body);
    });
  }
}

/** Fills in the idempotency tokens that the caller left out, as every SDK does. */
function withTokens(model: ServiceModel, action: string, input: object): object {
  const { members } = structureOf(model, model.operations[action]?.input ?? 'unit');
  const filled: Record<string, unknown> = { ...input };
  for (const [name, [, traits]] of Object.entries(members)) {
    if (traits?.idempotencyToken) filled[name] ??= randomUUID();
  }
  return filled;
}
