import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Cloud, CloudSettings, Credentials } from '../../src/local/cloud.js';
import { type LocalCloud, startLocalCloud } from '../../src/local/local-cloud.js';
import { defaultSettings } from '../../src/local/settings.js';

/** The account's own key: it never expires, so the SDK's `Date` and our epoch milliseconds do not meet. */
type RootKey = Omit<Credentials, 'expiration'>;

/** A local cloud in this process for one test file, in a folder of its own under the system's temporary folder. */
export interface TestCloud {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: RootKey;
  readonly cloud: Cloud;
  readonly folder: string;
  /** Lines that the cloud logged. */
  readonly lines: string[];
  /** Spread into any SDK v3 client: `new KinesisClient(test.clientConfig)`. */
  readonly clientConfig: {
    endpoint: string;
    region: string;
    credentials: RootKey;
    requestHandler: NodeHttpHandler;
    maxAttempts: number;
    forcePathStyle: boolean;
  };
  /** Ends the process's part and starts again on the same folder. */
  restart(): Promise<void>;
  /** Stops and removes the folder. */
  stop(): Promise<void>;
}

export interface TestCloudOptions {
  /** Only these services; `redshift` (which is redshift-data too) needs `kinesis` beside it. */
  services?: string[];
  settings?: Omit<Partial<CloudSettings>, 'delays'> & { delays?: Partial<CloudSettings['delays']> };
}

/** Starts a local cloud with strict shapes: a reply that doesn't match its API model fails the call. */
export async function startCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-cloud-'));
  const lines: string[] = [];
  const settings: CloudSettings = {
    ...defaultSettings,
    strictShapes: true,
    ...options.settings,
    delays: { ...defaultSettings.delays, ...options.settings?.delays },
  };
  const start = () =>
    startLocalCloud({
      folder,
      name: 'workshop',
      region: 'us-east-1',
      settings,
      log: (line) => lines.push(line),
      ...(options.services ? { services: options.services } : {}),
    });
  let running: LocalCloud = await start();
  let requestHandler = new NodeHttpHandler();
  return {
    folder,
    lines,
    region: 'us-east-1',
    get endpoint() {
      return running.cloud.endpoint;
    },
    get credentials() {
      return running.credentials;
    },
    get cloud() {
      return running.cloud;
    },
    get clientConfig() {
      const { endpoint, region } = running.cloud;
      return {
        endpoint,
        region,
        credentials: running.credentials,
        requestHandler,
        maxAttempts: 1,
        forcePathStyle: true,
      };
    },
    async restart() {
      await running.stop();
      // Its kept connections are gone with the server.
      requestHandler.destroy();
      requestHandler = new NodeHttpHandler();
      running = await start();
    },
    async stop() {
      requestHandler.destroy();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
