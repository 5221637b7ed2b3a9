import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceCaller } from './caller.js';
import type { Cloud, CloudSettings, Credentials } from './cloud.js';
import { CredentialStore } from './credentials.js';
import { DurableDocument } from './durable-document.js';
import { openIdentity } from './identity.js';
import { CloudServer } from './server.js';
import { createServices } from './services.js';

export interface LocalCloudOptions {
  /** The workshop's data folder. */
  folder: string;
  /** Used only when the folder is new. */
  name: string;
  region: string;
  settings: CloudSettings;
  log: (line: string) => void;
  /** Takes the folder for this process; returns the way to give it back. */
  takeLock?: () => () => void;
  /** Only these services (tests). */
  services?: string[];
}

/** A running local cloud. */
export interface LocalCloud {
  cloud: Cloud;
  credentials: Credentials;
  stop(): Promise<void>;
}

/**
 * Starts every service of one workshop's cloud in this process and opens its port on loopback.
 * @throws WorkshopError when the data folder is foreign or corrupt.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const identity = openIdentity(options.folder, options);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const release = options.takeLock?.();
  const credentials = new CredentialStore(identity.value);
  let port = 0;
  const endpoint = () => `http://127.0.0.1:${port}`;
  const caller = new ServiceCaller(endpoint, identity.value.region, credentials);
  const cloud: Cloud = {
    name: identity.value.name,
    accountId: identity.value.accountId,
    region: identity.value.region,
    folder: options.folder,
    settings: options.settings,
    get endpoint() {
      return endpoint();
    },
    log: options.log,
    document: (name, initial) => new DurableDocument(join(options.folder, `${name}.json`), initial),
    call: (service, action, input, as) => caller.call(service, action, input, as),
    credentialsFor: (as) => caller.credentialsFor(as),
  };
  const { services, workspace, authorizer } = await createServices(cloud, credentials, options.services);
  const server = new CloudServer({
    region: cloud.region,
    name: cloud.name,
    credentials,
    services,
    authorizer,
    workspace: () => workspace,
    strictShapes: options.settings.strictShapes,
    log: options.log,
  });
  await server.listen(identity.value.port);
  port = server.port;
  if (identity.value.port !== port) {
    identity.value.port = port;
    identity.save();
  }
  for (const service of services.values()) await service.start?.();
  return {
    cloud,
    credentials: credentials.user,
    async stop() {
      for (const service of [...services.values()].reverse()) await service.stop?.();
      await server.close();
      caller.close();
      release?.();
    },
  };
}
