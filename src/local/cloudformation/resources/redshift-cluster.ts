import type { Json, JsonObject } from '../template/json.js';
import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine } from './ownership.js';
import { flag, given, number, text, texts } from './property-values.js';
import { updateTags } from './redshift-tags.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Redshift::Cluster. Ref is the identifier. */
export const redshiftCluster: ResourceType = {
  type: 'AWS::Redshift::Cluster',
  properties: [
    'AllowVersionUpgrade',
    'AutomatedSnapshotRetentionPeriod',
    'ClusterParameterGroupName',
    'ClusterType',
    'ClusterVersion',
    'EnhancedVpcRouting',
    'Encrypted',
    'IamRoles',
    'KmsKeyId',
    'ManageMasterPassword',
    'MasterUserPassword',
    'NodeType',
    'NumberOfNodes',
    'Port',
    'PreferredMaintenanceWindow',
    'PubliclyAccessible',
    'Tags',
    'VpcSecurityGroupIds',
  ],
  createOnly: ['AvailabilityZone', 'ClusterIdentifier', 'ClusterSubnetGroupName', 'DBName', 'MasterUsername'],
  required: ['ClusterType', 'DBName', 'MasterUsername', 'NodeType'],
  name: { property: 'ClusterIdentifier', maximum: 63, lowerCase: true },
  attributes: ['ClusterNamespaceArn', 'Endpoint.Address', 'Endpoint.Port', 'Id', 'MasterPasswordSecretArn'],
  async create(request) {
    const { properties } = request;
    await request.call('redshift', 'CreateCluster', {
      ClusterIdentifier: request.name,
      ...settings(request),
      ...given({
        AvailabilityZone: text(properties.AvailabilityZone),
        ClusterSubnetGroupName: text(properties.ClusterSubnetGroupName),
        DBName: text(properties.DBName),
        IamRoles: texts(properties.IamRoles),
        MasterUsername: text(properties.MasterUsername),
        Port: number(properties.Port),
      }),
      Tags: request.tags,
    });
    return request.name;
  },
  async find(request) {
    const cluster = await describe(request, request.name);
    return isMine(cluster?.Tags, request) ? request.name : undefined;
  },
  ready: isAvailable,
  async read(request) {
    const cluster = await describe(request, request.physicalId);
    const attributes: Record<string, Json | undefined> = {
      ClusterNamespaceArn: cluster?.ClusterNamespaceArn,
      'Endpoint.Address': cluster?.Endpoint?.Address,
      'Endpoint.Port': cluster?.Endpoint?.Port === undefined ? undefined : String(cluster.Endpoint.Port),
      Id: request.physicalId,
      MasterPasswordSecretArn: cluster?.MasterPasswordSecretArn,
    };
    return given(attributes) as JsonObject;
  },
  async update(request) {
    const ClusterIdentifier = request.physicalId;
    const now = settings(request);
    const before = settings({ ...request, properties: request.previous });
    const different = Object.fromEntries(
      Object.entries(now).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
      ),
    );
    if (changed(request, 'Port')) Object.assign(different, given({ Port: number(request.properties.Port) }));
    if (Object.keys(different).length > 0) {
      await request.call('redshift', 'ModifyCluster', { ClusterIdentifier, ...different });
      await request.until(() => isAvailable(request));
    }
    if (changed(request, 'IamRoles')) {
      const roles = texts(request.properties.IamRoles) ?? [];
      const old = texts(request.previous.IamRoles) ?? [];
      await request.call('redshift', 'ModifyClusterIamRoles', {
        ClusterIdentifier,
        AddIamRoles: roles.filter((role) => !old.includes(role)),
        RemoveIamRoles: old.filter((role) => !roles.includes(role)),
      });
      await request.until(() => isAvailable(request));
    }
    await updateTags(request, `cluster:${ClusterIdentifier}`);
  },
  async remove(request) {
    await request.call('redshift', 'DeleteCluster', {
      ClusterIdentifier: request.physicalId,
      SkipFinalClusterSnapshot: true,
    });
  },
  async gone(request) {
    return (await describe(request, request.physicalId)) === undefined;
  },
};

/** What CreateCluster and ModifyCluster have in common. */
function settings({ properties }: Pick<ResourceRequest, 'properties'>) {
  const single = text(properties.ClusterType) === 'single-node';
  return given({
    AllowVersionUpgrade: flag(properties.AllowVersionUpgrade),
    AutomatedSnapshotRetentionPeriod: number(properties.AutomatedSnapshotRetentionPeriod),
    ClusterParameterGroupName: text(properties.ClusterParameterGroupName),
    ClusterType: text(properties.ClusterType),
    ClusterVersion: text(properties.ClusterVersion),
    Encrypted: flag(properties.Encrypted),
    EnhancedVpcRouting: flag(properties.EnhancedVpcRouting),
    KmsKeyId: text(properties.KmsKeyId),
    ManageMasterPassword: flag(properties.ManageMasterPassword),
    MasterUserPassword: text(properties.MasterUserPassword),
    NodeType: text(properties.NodeType),
    NumberOfNodes: single ? undefined : number(properties.NumberOfNodes),
    PreferredMaintenanceWindow: text(properties.PreferredMaintenanceWindow),
    PubliclyAccessible: flag(properties.PubliclyAccessible),
    VpcSecurityGroupIds: texts(properties.VpcSecurityGroupIds),
  });
}

async function describe(request: ResourceRequest, ClusterIdentifier: string) {
  const reply = await unlessAbsent(request.call('redshift', 'DescribeClusters', { ClusterIdentifier }));
  return reply?.Clusters?.[0];
}

/** @throws Error where the cluster can't become available. */
async function isAvailable(request: ResourceRequest): Promise<boolean> {
  const cluster = await describe(request, request.physicalId);
  const status = String(cluster?.ClusterStatus ?? 'deleted');
  if (/^(deleted|deleting|final-snapshot|hardware-failure|incompatible|storage-full)/.test(status)) {
    throw new Error(`Cluster ${request.physicalId} is ${status}.`);
  }
  return status === 'available';
}
