import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { checkLimit, invalid, type LogGroup, type LogStore, page } from './store.js';

/** Source: CloudWatch Logs API reference, PutRetentionPolicy. */
const retentions = new Set([
  ...[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ],
]);

/** CreateLogGroup, DeleteLogGroup, DescribeLogGroups, ListLogGroups, retention. */
export function groupActions(store: LogStore): Record<string, Action> {
  const list = (input: { logGroupNamePrefix?: string; logGroupNamePattern?: string }) =>
    store.groups
      .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
      .filter(({ name }) => name.toLowerCase().includes((input.logGroupNamePattern ?? '').toLowerCase()))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    CreateLogGroup(input) {
      const name: string = input.logGroupName;
      checkName(name);
      if (store.find(name))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      store.groups.push({
        name,
        created: Date.now(),
        logGroupClass: input.logGroupClass ?? 'STANDARD',
        deletionProtectionEnabled: input.deletionProtectionEnabled ?? false,
        ...(input.kmsKeyId && { kmsKeyId: input.kmsKeyId }),
        tags: input.tags ?? {},
        streams: [],
      });
      store.save();
      return {};
    },
    DeleteLogGroup(input) {
      const group = store.group(input.logGroupName);
      if (group.deletionProtectionEnabled)
        throw new AwsError('ValidationException', 'Log group has deletion protection enabled.');
      store.groups = store.groups.filter((other) => other !== group);
      store.save();
      for (const stream of group.streams) store.file(group, stream).remove();
      return {};
    },
    DescribeLogGroups(input) {
      if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined)
        throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
      const { items, nextToken } = page(list(input), checkLimit(input.limit, 50), input.nextToken);
      return { logGroups: items.map((group) => shape(store, group)), nextToken };
    },
    ListLogGroups(input) {
      const { items, nextToken } = page(list(input), input.limit ?? 50, input.nextToken);
      return {
        logGroups: items.map((group) => ({
          logGroupName: group.name,
          logGroupArn: store.groupArn(group),
          logGroupClass: group.logGroupClass,
        })),
        nextToken,
      };
    },
    PutRetentionPolicy(input) {
      const group = store.group(input.logGroupName);
      if (!retentions.has(input.retentionInDays))
        throw invalid(
          `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...retentions].join(', ')}]`,
        );
      group.retentionInDays = input.retentionInDays;
      store.save();
      return {};
    },
    DeleteRetentionPolicy(input) {
      const group = store.group(input.logGroupName);
      delete group.retentionInDays;
      store.save();
      return {};
    },
  };
}

/** @throws AwsError InvalidParameterException. Source: recorded `test_create_log_group_invalid_name_length`. */
export function checkName(name: string): void {
  if (name.length > 512)
    throw invalid('Invalid LogGroup or LogStream, both must have length less than or equal to 512.');
  if (!/^[.\-_/#A-Za-z0-9]+$/.test(name))
    throw invalid(
      `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    );
}

function shape(store: LogStore, group: LogGroup): object {
  const arn = store.groupArn(group);
  return {
    logGroupName: group.name,
    creationTime: group.created,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: group.streams.reduce((sum, stream) => sum + store.file(group, stream).bytes(), 0),
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtectionEnabled,
  };
}
