import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { parameterGroup } from './describe-cluster-parameter-groups.js';
import { isEngineParameter } from './describe-cluster-parameters.js';
import { invalidValue } from './invalid.js';

/** ModifyClusterParameterGroup: the values are kept and described; the local engine does not act on them. */
export function modifyClusterParameterGroup(store: ClusterStore): Action {
  return (input) => {
    const group = parameterGroup(store, input.ParameterGroupName);
    if (group.name.startsWith('default.'))
      throw invalidValue('The default parameter group cannot be modified.');
    for (const { ParameterName, ParameterValue } of input.Parameters) {
      if (!isEngineParameter(ParameterName))
        throw invalidValue(`Could not find parameter with name: ${ParameterName}`);
      group.values[ParameterName] = ParameterValue;
    }
    store.save();
    return {
      ParameterGroupName: group.name,
      ParameterGroupStatus:
        'Your parameter group has been updated. If you changed only dynamic parameters, ' +
        'associated clusters are being modified now. If you changed static parameters, all updates, including ' +
        'dynamic parameters, will be applied when you reboot the associated clusters.',
    };
  };
}
