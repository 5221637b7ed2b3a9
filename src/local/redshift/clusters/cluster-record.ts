/** A tag as the Redshift API spells it. */
export interface Tag {
  Key: string;
  Value: string;
}

/** A role attached to a cluster. `ApplyStatus` is `adding`, `in-sync`, `removing` or `applying`. */
export interface AttachedRole {
  IamRoleArn: string;
  ApplyStatus: string;
}

/** A cluster as it lies on disk. Times are epoch ms. */
export interface ClusterRecord {
  identifier: string;
  namespace: string;
  nodeType: string;
  numberOfNodes: number;
  /** `creating`, `available`, `modifying`, `deleting`, `pausing`, `paused`, `resuming`. */
  status: string;
  masterUsername: string;
  /** scrypt of the master password; absent where Secrets Manager keeps it. */
  masterPasswordHash?: string;
  masterPasswordSecretArn?: string;
  masterPasswordSecretKmsKeyId?: string;
  dbName: string;
  port: number;
  address: string;
  createdAt: number;
  automatedSnapshotRetentionPeriod: number;
  manualSnapshotRetentionPeriod: number;
  vpcSecurityGroupIds: string[];
  parameterGroup: string;
  subnetGroup: string;
  vpcId?: string;
  availabilityZone: string;
  maintenanceWindow: string;
  maintenanceTrack: string;
  allowVersionUpgrade: boolean;
  publiclyAccessible: boolean;
  kmsKeyId: string;
  enhancedVpcRouting: boolean;
  roles: AttachedRole[];
  defaultRoleArn?: string;
  multiAz: boolean;
  ipAddressType: string;
  tags: Tag[];
}

const availability: Record<string, string> = {
  available: 'Available',
  creating: 'Modifying',
  modifying: 'Modifying',
  deleting: 'Modifying',
  pausing: 'Modifying',
  resuming: 'Modifying',
  paused: 'Paused',
};

/** The record as `Cluster` of the Redshift API (2012-12-01). A cluster being created has no endpoint yet. */
export function toCluster(record: ClusterRecord, region: string, accountId: string): object {
  const creating = record.status === 'creating';
  return {
    ClusterIdentifier: record.identifier,
    NodeType: record.nodeType,
    ClusterStatus: record.status,
    ClusterAvailabilityStatus: availability[record.status] ?? 'Modifying',
    MasterUsername: record.masterUsername,
    DBName: record.dbName,
    Endpoint: creating ? undefined : { Address: record.address, Port: record.port },
    ClusterCreateTime: creating ? undefined : new Date(record.createdAt),
    AutomatedSnapshotRetentionPeriod: record.automatedSnapshotRetentionPeriod,
    ManualSnapshotRetentionPeriod: record.manualSnapshotRetentionPeriod,
    ClusterSecurityGroups: [],
    VpcSecurityGroups: record.vpcSecurityGroupIds.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    ClusterParameterGroups: [{ ParameterGroupName: record.parameterGroup, ParameterApplyStatus: 'in-sync' }],
    ClusterSubnetGroupName: record.subnetGroup,
    VpcId: record.vpcId,
    AvailabilityZone: record.availabilityZone,
    PreferredMaintenanceWindow: record.maintenanceWindow,
    PendingModifiedValues: {},
    ClusterVersion: '1.0',
    AllowVersionUpgrade: record.allowVersionUpgrade,
    NumberOfNodes: record.numberOfNodes,
    PubliclyAccessible: record.publiclyAccessible,
    Encrypted: true,
    ClusterNodes: creating ? undefined : nodesOf(record),
    ClusterRevisionNumber: '1',
    Tags: record.tags,
    KmsKeyId: record.kmsKeyId,
    EnhancedVpcRouting: record.enhancedVpcRouting,
    IamRoles: record.roles,
    MaintenanceTrackName: record.maintenanceTrack,
    DeferredMaintenanceWindows: [],
    AvailabilityZoneRelocationStatus: 'disabled',
    ClusterNamespaceArn: `arn:aws:redshift:${region}:${accountId}:namespace:${record.namespace}`,
    TotalStorageCapacityInMegaBytes: creating ? undefined : 1_048_576 * record.numberOfNodes,
    AquaConfiguration: { AquaStatus: 'disabled', AquaConfigurationStatus: 'auto' },
    DefaultIamRoleArn: record.defaultRoleArn,
    MasterPasswordSecretArn: record.masterPasswordSecretArn,
    MasterPasswordSecretKmsKeyId: record.masterPasswordSecretKmsKeyId,
    IpAddressType: record.ipAddressType,
    MultiAZ: record.multiAz ? 'Enabled' : 'Disabled',
  };
}

function nodesOf(record: ClusterRecord): object[] {
  if (record.numberOfNodes === 1) return [{ NodeRole: 'SHARED', PrivateIPAddress: '127.0.0.1' }];
  const compute = Array.from({ length: record.numberOfNodes }, (_, index) => ({
    NodeRole: `COMPUTE-${index}`,
    PrivateIPAddress: '127.0.0.1',
  }));
  return [{ NodeRole: 'LEADER', PrivateIPAddress: '127.0.0.1' }, ...compute];
}
