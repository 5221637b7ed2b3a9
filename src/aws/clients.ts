import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { GrafanaClient } from '@aws-sdk/client-grafana';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { RedshiftClient } from '@aws-sdk/client-redshift';
import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { STSClient } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Target } from '../target/target.js';
import { keepExactIntegers } from './exact-integers.js';

/** Node 20 is what AWS CloudShell has; the SDK's warning about it is not the user's affair. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

type Configuration = Record<string, unknown>;

const timeouts = { connectionTimeout: 5_000, requestTimeout: 60_000 };

async function newHandler(): Promise<NodeHttpHandler> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  return new NodeHttpHandler(timeouts);
}

/** The only place that builds an SDK client: each is imported when it is first asked for, and kept. */
export class Clients {
  readonly target: Target;
  private readonly made = new Map<string, Promise<{ destroy(): void }>>();
  private handler: Promise<NodeHttpHandler> | undefined;

  constructor(target: Target) {
    this.target = target;
  }

  cloudFormation(): Promise<CloudFormationClient> {
    return this.make(
      'cloudformation',
      async (c) => new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(c),
    );
  }
  grafana(): Promise<GrafanaClient> {
    return this.make('grafana', async (c) => new (await import('@aws-sdk/client-grafana')).GrafanaClient(c));
  }
  kinesis(): Promise<KinesisClient> {
    return this.make('kinesis', async (c) => new (await import('@aws-sdk/client-kinesis')).KinesisClient(c));
  }
  redshift(): Promise<RedshiftClient> {
    return this.make(
      'redshift',
      async (c) => new (await import('@aws-sdk/client-redshift')).RedshiftClient(c),
    );
  }
  redshiftData(): Promise<RedshiftDataClient> {
    return this.make('redshift-data', async (c) =>
      keepExactIntegers(new (await import('@aws-sdk/client-redshift-data')).RedshiftDataClient(c)),
    );
  }
  s3(): Promise<S3Client> {
    return this.make(
      's3',
      async (c) =>
        new (await import('@aws-sdk/client-s3')).S3Client({ ...c, forcePathStyle: Boolean(c.endpoint) }),
    );
  }
  scheduler(): Promise<SchedulerClient> {
    return this.make(
      'scheduler',
      async (c) => new (await import('@aws-sdk/client-scheduler')).SchedulerClient(c),
    );
  }
  sfn(): Promise<SFNClient> {
    return this.make('sfn', async (c) => new (await import('@aws-sdk/client-sfn')).SFNClient(c));
  }
  sts(): Promise<STSClient> {
    return this.make('sts', async (c) => new (await import('@aws-sdk/client-sts')).STSClient(c));
  }

  /** Closes every connection, so that the process can end. */
  async close(): Promise<void> {
    for (const client of await Promise.allSettled(this.made.values())) {
      if (client.status === 'fulfilled') client.value.destroy();
    }
    (await this.handler)?.destroy();
  }

  private make<T extends { destroy(): void }>(
    id: string,
    build: (configuration: Configuration) => Promise<T>,
  ): Promise<T> {
    let client = this.made.get(id) as Promise<T> | undefined;
    if (!client) {
      client = this.configuration().then(build);
      this.made.set(id, client);
    }
    return client;
  }

  private async configuration(): Promise<Configuration> {
    const { region, endpoint, credentials, profile } = this.target;
    // One pool of connections for all, and HTTP/1.1 for Kinesis too: the CLI sends it single requests.
    this.handler ??= endpoint
      ? newHandler()
      : import('./first-contact.js').then((made) => made.firstContactHandler(timeouts));
    return {
      region,
      maxAttempts: 5,
      retryMode: 'adaptive',
      requestHandler: await this.handler,
      ...(endpoint ? { endpoint } : {}),
      ...(credentials ? { credentials } : {}),
      ...(profile ? { profile } : {}),
    };
  }
}
