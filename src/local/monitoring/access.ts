import type { AccessTable } from '../policy/access-table.js';

/** Metrics have no ARN; a policy may hold PutMetricData to a namespace. Source: service authorization reference. */
export const monitoringAccess: AccessTable = {
  prefix: 'cloudwatch',
  needs: {
    PutMetricData: ({ Namespace }) => [
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
    ],
  },
};
