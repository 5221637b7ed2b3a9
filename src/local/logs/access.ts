import { type AccessTable, arnOf } from '../policy/access-table.js';

/**
 * Log groups and streams. A call about a group names the streams of it, `log-group:NAME:log-stream:`, which is why a
 * policy's ARN of a group ends in `:*`. `resourceArn` and `logGroupIdentifier` may be ARNs by themselves.
 * Source: CloudWatch Logs user guide, 'Overview of managing access permissions'; CodeBuild user guide,
 * 'Troubleshooting', for the ARN in the refusal.
 */
export const logsAccess: AccessTable = {
  needs: {
    DescribeLogGroups: (_input, place) => [arnOf('logs', place, 'log-group::log-stream:')],
  },
  otherwise: (input, place) => {
    const given: string | undefined = input.logGroupName ?? input.logGroupIdentifier ?? input.resourceArn;
    if (given === undefined) return [];
    const group = given.startsWith('arn:')
      ? (given.split(':log-group:')[1] ?? '').replace(/:\*$/, '')
      : given;
    return [arnOf('logs', place, `log-group:${group}:log-stream:${input.logStreamName ?? ''}`)];
  },
};
