import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import type { StackRecord } from '../records.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { resourceView } from '../views.js';

interface Input {
  StackName?: string;
  LogicalResourceId?: string;
  PhysicalResourceId?: string;
}

/** A stack's resources, by the stack's name or by the physical id of one of them; at most 100, as AWS gives. */
export function describeStackResources({ store }: ServiceParts): Action {
  return (input: Input) => {
    let stack: StackRecord | undefined;
    if (input.StackName !== undefined) {
      stack = requireStack(store, input.StackName);
    } else if (input.PhysicalResourceId !== undefined) {
      stack = store
        .all()
        .filter((one) => one.status !== 'DELETE_COMPLETE')
        .find((one) =>
          Object.values(one.resources).some((record) => record.physicalId === input.PhysicalResourceId),
        );
      if (!stack) throw validationError(`Stack for ${input.PhysicalResourceId} does not exist`);
    } else {
      throw validationError('Either StackName or PhysicalResourceId must be specified.');
    }
    const { name, resources } = stack;
    const wanted = input.LogicalResourceId;
    if (wanted !== undefined && !(wanted in resources)) {
      throw validationError(`Resource ${wanted} does not exist for stack ${name}`);
    }
    const found = Object.values(resources)
      .filter((record) => wanted === undefined || record.logicalId === wanted)
      .sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1))
      .slice(0, 100);
    return { StackResources: found.map((record) => resourceView(stack as StackRecord, record)) };
  };
}
