import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterRecord } from './cluster-record.js';
import type { ClusterStore } from './cluster-store.js';
import { invalidCombination, invalidValue } from './invalid.js';
import { checkMasterPassword, createMasterSecret, hashPassword, newPassword } from './master-password.js';
import { checkRoles } from './roles.js';

const singleNodeTypes = new Set(['rg.large', 'rg.xlarge', 'ra3.large', 'ra3.xlplus', 'dc2.large']);
const nodeType = /^(rg|ra3|dc2)\.(large|xlarge|xlplus|4xlarge|16xlarge|8xlarge)$/;

/** CreateCluster: answers `creating`; the cluster is `available` after the cloud's cluster delay. */
export function createCluster(store: ClusterStore): Action {
  return async (input) => {
    const identifier = checkIdentifier(String(input.ClusterIdentifier));
    if (store.clusters[identifier]) {
      throw new AwsError('ClusterAlreadyExistsFault', 'Cluster already exists');
    }
    const numberOfNodes = checkNodes(input);
    checkNames(input);
    if (input.Encrypted === false) {
      throw invalidValue(
        'Amazon Redshift no longer creates unencrypted clusters: Encrypted must not be false.',
      );
    }
    const parameterGroup = input.ClusterParameterGroupName ?? 'default.redshift-1.0';
    if (parameterGroup !== 'default.redshift-1.0' && !store.parameterGroups[parameterGroup]) {
      throw new AwsError('ClusterParameterGroupNotFoundFault', `ParameterGroup not found: ${parameterGroup}`);
    }
    const subnetGroup = input.ClusterSubnetGroupName ?? 'default';
    const network = store.subnetGroups[subnetGroup];
    if (!network && subnetGroup !== 'default') {
      throw new AwsError(
        'ClusterSubnetGroupNotFoundFault',
        `Cluster subnet group '${subnetGroup}' not found.`,
      );
    }
    const roles: string[] = [
      ...new Set<string>([...(input.IamRoles ?? []), ...[input.DefaultIamRoleArn ?? []].flat()]),
    ];
    await checkRoles(store.cloud, roles);
    const record: ClusterRecord = {
      identifier,
      namespace: randomUUID(),
      nodeType: input.NodeType,
      numberOfNodes,
      status: 'creating',
      masterUsername: input.MasterUsername,
      ...(await masterPassword(store, identifier, input)),
      dbName: input.DBName ?? 'dev',
      port: input.Port ?? 5439,
      address: `${identifier}.c${randomBytes(6).toString('hex').slice(0, 11)}.${store.cloud.region}.redshift.amazonaws.com`,
      createdAt: Date.now(),
      automatedSnapshotRetentionPeriod: input.AutomatedSnapshotRetentionPeriod ?? 1,
      manualSnapshotRetentionPeriod: input.ManualSnapshotRetentionPeriod ?? -1,
      vpcSecurityGroupIds: input.VpcSecurityGroupIds ?? [],
      parameterGroup,
      subnetGroup,
      ...(network ? { vpcId: network.vpcId } : {}),
      availabilityZone: input.AvailabilityZone ?? network?.subnets[0]?.zone ?? `${store.cloud.region}a`,
      maintenanceWindow: input.PreferredMaintenanceWindow ?? 'sun:06:00-sun:06:30',
      maintenanceTrack: input.MaintenanceTrackName ?? 'current',
      allowVersionUpgrade: input.AllowVersionUpgrade ?? true,
      publiclyAccessible: input.PubliclyAccessible ?? false,
      kmsKeyId: input.KmsKeyId ?? 'AWS_OWNED_KMS_KEY',
      enhancedVpcRouting: input.EnhancedVpcRouting ?? false,
      roles: roles.map((arn) => ({ IamRoleArn: arn, ApplyStatus: 'adding' })),
      ...(input.DefaultIamRoleArn ? { defaultRoleArn: input.DefaultIamRoleArn } : {}),
      multiAz: input.MultiAZ ?? false,
      ipAddressType: input.IpAddressType ?? 'ipv4',
      tags: input.Tags ?? [],
    };
    store.clusters[identifier] = record;
    store.transition(record, 'creating');
    store.settleRoles(record);
    return { Cluster: store.describe(record) };
  };
}

function checkIdentifier(raw: string): string {
  const identifier = raw.toLowerCase();
  if (!/^[a-z](?:-?[a-z0-9])*$/.test(identifier) || identifier.length > 63) {
    throw invalidValue(
      'The parameter ClusterIdentifier is not a valid identifier. Identifiers must begin with a letter; must ' +
        'contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
    );
  }
  return identifier;
}

// biome-ignore lint/suspicious/noExplicitAny: the codec has checked the input against the API model.
function checkNodes(input: any): number {
  if (!nodeType.test(input.NodeType)) throw invalidValue(`Invalid node type: ${input.NodeType}`);
  const single =
    input.ClusterType === 'single-node' || (!input.ClusterType && (input.NumberOfNodes ?? 1) === 1);
  if (input.ClusterType && !['single-node', 'multi-node'].includes(input.ClusterType)) {
    throw invalidValue(`Invalid cluster type: ${input.ClusterType}`);
  }
  if (!single) {
    if ((input.NumberOfNodes ?? 0) < 2) {
      throw invalidCombination(
        'Number of nodes for cluster type multi-node must be greater than or equal to 2',
      );
    }
    return input.NumberOfNodes;
  }
  if ((input.NumberOfNodes ?? 1) !== 1) {
    throw invalidCombination('NumberOfNodes must not be specified when ClusterType is single-node');
  }
  if (!singleNodeTypes.has(input.NodeType)) {
    throw invalidCombination(`The node type ${input.NodeType} does not support cluster type single-node`);
  }
  return 1;
}

// biome-ignore lint/suspicious/noExplicitAny: the codec has checked the input against the API model.
function checkNames(input: any): void {
  if (
    !/^[a-zA-Z][\w.+@-]{0,127}$/.test(input.MasterUsername) ||
    input.MasterUsername.toLowerCase() === 'public'
  ) {
    throw invalidValue(`Invalid master user name ${input.MasterUsername}`);
  }
  if (input.DBName !== undefined && !/^[a-z_][\w$+.@-]{0,63}$/.test(input.DBName)) {
    throw invalidValue(`Invalid database name ${input.DBName}`);
  }
}

async function masterPassword(
  store: ClusterStore,
  identifier: string,
  // biome-ignore lint/suspicious/noExplicitAny: the codec has checked the input against the API model.
  input: any,
): Promise<
  Pick<ClusterRecord, 'masterPasswordHash' | 'masterPasswordSecretArn' | 'masterPasswordSecretKmsKeyId'>
> {
  if (!input.ManageMasterPassword) {
    if (input.MasterUserPassword === undefined) {
      throw invalidCombination('You must specify MasterUserPassword unless ManageMasterPassword is true.');
    }
    checkMasterPassword(input.MasterUserPassword);
    return { masterPasswordHash: hashPassword(input.MasterUserPassword) };
  }
  if (input.MasterUserPassword !== undefined) {
    throw invalidCombination('MasterUserPassword cannot be used when ManageMasterPassword is true.');
  }
  const password = newPassword();
  const key = input.MasterPasswordSecretKmsKeyId;
  return {
    masterPasswordHash: hashPassword(password),
    masterPasswordSecretArn: await createMasterSecret(
      store.cloud,
      identifier,
      input.MasterUsername,
      password,
      key,
    ),
    ...(key ? { masterPasswordSecretKmsKeyId: key } : {}),
  };
}
