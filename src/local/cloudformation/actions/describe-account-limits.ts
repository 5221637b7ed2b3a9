import type { Action } from '../../service.js';

/** AWS's default quotas, which this cloud does not enforce across stacks. Source: CloudFormation User Guide, quotas. */
export function describeAccountLimits(): Action {
  return () => ({
    AccountLimits: [
      { Name: 'StackLimit', Value: 2000 },
      { Name: 'StackOutputsLimit', Value: 200 },
      { Name: 'ConcurrentResourcesLimit', Value: 2500 },
    ],
  });
}
