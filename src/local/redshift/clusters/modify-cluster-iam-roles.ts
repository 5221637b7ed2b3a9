import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { invalidValue } from './invalid.js';
import { checkRoles } from './roles.js';

/** ModifyClusterIamRoles: roles pass through `adding`, `applying` or `removing` to `in-sync` or away. */
export function modifyClusterIamRoles(store: ClusterStore): Action {
  return async (input) => {
    const record = store.getIn(input.ClusterIdentifier, ['available', 'creating', 'modifying'], 'modify');
    const adding: string[] = input.AddIamRoles ?? [];
    const removing: string[] = input.RemoveIamRoles ?? [];
    const standard: string | undefined = input.DefaultIamRoleArn;
    await checkRoles(store.cloud, adding);
    const attached = new Set(record.roles.map((role) => role.IamRoleArn));
    for (const arn of removing) {
      if (!attached.has(arn)) throw invalidValue(`The IAM role ${arn} is not associated with the cluster.`);
    }
    if (standard && !attached.has(standard) && !adding.includes(standard)) {
      throw invalidValue(`The default IAM role ${standard} is not associated with the cluster.`);
    }
    record.roles = record.roles.map((role) => {
      if (removing.includes(role.IamRoleArn)) return { ...role, ApplyStatus: 'removing' };
      return role.IamRoleArn === standard ? { ...role, ApplyStatus: 'applying' } : role;
    });
    for (const arn of adding) {
      if (!attached.has(arn)) record.roles.push({ IamRoleArn: arn, ApplyStatus: 'adding' });
    }
    // An empty string takes the default away, as the API's other setters do.
    if (standard) record.defaultRoleArn = standard;
    else if (standard === '' || (record.defaultRoleArn && removing.includes(record.defaultRoleArn))) {
      delete record.defaultRoleArn;
    }
    store.save();
    store.settleRoles(record);
    return { Cluster: store.describe(record) };
  };
}
