import type { Cloud } from './cloud.js';
import type { CredentialAuthority } from './credential-authority.js';
import type { StreamReader } from './kinesis/reader.js';
import { Authorizer } from './policy/authorizer.js';
import type { RoleDirectory } from './policy/role-directory.js';
import type { WorkspaceHandler } from './server.js';
import type { Service } from './service.js';

/** The services of one cloud, and the workspace pages of its Grafana. */
export interface CloudServices {
  services: Map<string, Service>;
  workspace: WorkspaceHandler | undefined;
  reader: StreamReader | undefined;
  roles: RoleDirectory | undefined;
  authorizer: Authorizer;
}

/** One entry a folder; imported only when asked for, so that a test of one service loads one service. */
type Factory = (cloud: Cloud, made: CloudServices, authority: CredentialAuthority) => Promise<Service[]>;

const factories: Record<string, Factory> = {
  iam: async (cloud, made) => {
    const { service, roles } = (await import('./iam/index.js')).createIamService(cloud);
    made.roles = roles;
    return [service];
  },
  sts: async (cloud, made, authority) => [
    (await import('./sts/index.js')).createStsService(cloud, authority, made.authorizer),
  ],
  // Before those that count their work for it: services stop in the opposite order.
  monitoring: async (cloud) => [(await import('./monitoring/index.js')).createMonitoringService(cloud)],
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
      made.authorizer,
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
  sso: async (cloud) => [(await import('./sso/index.js')).createSsoService(cloud)],
  identitystore: async (cloud) => [
    (await import('./identitystore/index.js')).createIdentityStoreService(cloud),
  ],
  servicequotas: async (cloud) => [
    (await import('./servicequotas/index.js')).createServiceQuotasService(cloud),
  ],
  tagging: async (cloud) => [(await import('./tagging/index.js')).createTaggingService(cloud)],
  account: async (cloud) => [(await import('./account/index.js')).createAccountService(cloud)],
};

/** Every service of the local cloud, or those named. */
export async function createServices(
  cloud: Cloud,
  authority: CredentialAuthority,
  only?: string[],
): Promise<CloudServices> {
  const services = new Map<string, Service>();
  const made: CloudServices = {
    services,
    workspace: undefined,
    reader: undefined,
    roles: undefined,
    authorizer: new Authorizer(cloud, () => made.roles, services),
  };
  for (const [id, create] of Object.entries(factories)) {
    if (only && !only.includes(id)) continue;
    for (const service of await create(cloud, made, authority)) made.services.set(service.id, service);
  }
  return made;
}
