import type { Cloud } from './cloud.js';
import type { CredentialAuthority } from './credential-authority.js';
import type { StreamReader } from './kinesis/reader.js';
import type { WorkspaceHandler } from './server.js';
import type { Service } from './service.js';

/** The services of one cloud, and the workspace pages of its Grafana. */
export interface CloudServices {
  services: Map<string, Service>;
  workspace: WorkspaceHandler | undefined;
  reader: StreamReader | undefined;
}

/** One entry a folder; imported only when asked for, so that a test of one service loads one service. */
type Factory = (cloud: Cloud, made: CloudServices, authority: CredentialAuthority) => Promise<Service[]>;

const factories: Record<string, Factory> = {
  iam: async (cloud) => [(await import('./iam/index.js')).createIamService(cloud)],
  sts: async (cloud, _made, authority) => [
    (await import('./sts/index.js')).createStsService(cloud, authority),
  ],
  kinesis: async (cloud, made) => {
    const { service, reader } = (await import('./kinesis/index.js')).createKinesisService(cloud);
    made.reader = reader;
    return [service];
  },
  redshift: async (cloud, made) => {
    if (!made.reader) throw new Error('redshift reads streams: it needs kinesis beside it');
    const { redshift, data } = (await import('./redshift/index.js')).createRedshiftServices(
      cloud,
      made.reader,
    );
    return [redshift, data];
  },
  s3: async (cloud) => [(await import('./s3/index.js')).createS3Service(cloud)],
  sns: async (cloud) => [(await import('./sns/index.js')).createSnsService(cloud)],
  ec2: async (cloud) => [(await import('./ec2/index.js')).createEc2Service(cloud)],
  logs: async (cloud) => [(await import('./logs/index.js')).createLogsService(cloud)],
  secretsmanager: async (cloud) => [
    (await import('./secretsmanager/index.js')).createSecretsManagerService(cloud),
  ],
  lambda: async (cloud) => [(await import('./lambda/index.js')).createLambdaService(cloud)],
  states: async (cloud) => [(await import('./states/index.js')).createStatesService(cloud)],
  scheduler: async (cloud) => [(await import('./scheduler/index.js')).createSchedulerService(cloud)],
  grafana: async (cloud, made) => {
    const { service, http } = (await import('./grafana/index.js')).createGrafanaService(cloud);
    made.workspace = http;
    return [service];
  },
  cloudformation: async (cloud) => [
    (await import('./cloudformation/index.js')).createCloudFormationService(cloud),
  ],
};

/** Every service of the local cloud, or those named. */
export async function createServices(
  cloud: Cloud,
  authority: CredentialAuthority,
  only?: string[],
): Promise<CloudServices> {
  const made: CloudServices = { services: new Map(), workspace: undefined, reader: undefined };
  for (const [id, create] of Object.entries(factories)) {
    if (only && !only.includes(id)) continue;
    for (const service of await create(cloud, made, authority)) made.services.set(service.id, service);
  }
  return made;
}
