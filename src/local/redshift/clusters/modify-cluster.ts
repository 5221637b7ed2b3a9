import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { invalidValue } from './invalid.js';
import { checkMasterPassword, createMasterSecret, hashPassword, newPassword } from './master-password.js';

/** ModifyCluster: what is given changes at once; the cluster passes through `modifying`. */
export function modifyCluster(store: ClusterStore): Action {
  return async (input) => {
    const record = store.getIn(input.ClusterIdentifier, ['available'], 'modify');
    if (input.NewClusterIdentifier) {
      throw new AwsError('UnsupportedOperationFault', 'The local cloud does not rename clusters.');
    }
    if (input.Encrypted === false)
      throw invalidValue('Amazon Redshift no longer supports unencrypted clusters.');
    const group = input.ClusterParameterGroupName;
    if (group && group !== 'default.redshift-1.0' && !store.parameterGroups[group]) {
      throw new AwsError('ClusterParameterGroupNotFoundFault', `ParameterGroup not found: ${group}`);
    }
    if (input.MasterUserPassword !== undefined) {
      checkMasterPassword(input.MasterUserPassword);
      record.masterPasswordHash = hashPassword(input.MasterUserPassword);
    }
    if (input.ManageMasterPassword && !record.masterPasswordSecretArn) {
      const password = newPassword();
      record.masterPasswordSecretArn = await createMasterSecret(
        store.cloud,
        record.identifier,
        record.masterUsername,
        password,
        input.MasterPasswordSecretKmsKeyId,
      );
      record.masterPasswordHash = hashPassword(password);
    }
    record.nodeType = input.NodeType ?? record.nodeType;
    record.numberOfNodes = input.NumberOfNodes ?? record.numberOfNodes;
    record.vpcSecurityGroupIds = input.VpcSecurityGroupIds ?? record.vpcSecurityGroupIds;
    record.parameterGroup = group ?? record.parameterGroup;
    record.automatedSnapshotRetentionPeriod =
      input.AutomatedSnapshotRetentionPeriod ?? record.automatedSnapshotRetentionPeriod;
    record.manualSnapshotRetentionPeriod =
      input.ManualSnapshotRetentionPeriod ?? record.manualSnapshotRetentionPeriod;
    record.maintenanceWindow = input.PreferredMaintenanceWindow ?? record.maintenanceWindow;
    record.maintenanceTrack = input.MaintenanceTrackName ?? record.maintenanceTrack;
    record.allowVersionUpgrade = input.AllowVersionUpgrade ?? record.allowVersionUpgrade;
    record.publiclyAccessible = input.PubliclyAccessible ?? record.publiclyAccessible;
    record.enhancedVpcRouting = input.EnhancedVpcRouting ?? record.enhancedVpcRouting;
    record.port = input.Port ?? record.port;
    record.kmsKeyId = input.KmsKeyId ?? record.kmsKeyId;
    record.multiAz = input.MultiAZ ?? record.multiAz;
    store.transition(record, 'modifying');
    return { Cluster: store.describe(record) };
  };
}
