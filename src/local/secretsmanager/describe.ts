import type { Action } from '../service.js';
import { invalidParameter, type Secret, type SecretStore } from './store.js';

/** DescribeSecret and ListSecrets. */
export function describeActions(store: SecretStore): Record<string, Action> {
  return {
    DescribeSecret(input) {
      const secret = store.get(input.SecretId);
      const stages = stagesOf(secret);
      return {
        ...shape(secret),
        VersionIdsToStages: Object.keys(stages).length ? stages : undefined,
      };
    },
    ListSecrets(input) {
      const filters: { Key?: string; Values?: string[] }[] = input.Filters ?? [];
      const matching = store
        .all()
        .filter(({ deleted }) => deleted === undefined || input.IncludePlannedDeletion)
        .filter((secret) => filters.every((filter) => matches(secret, filter)));
      if (input.SortOrder !== 'asc') matching.reverse();
      const from = input.NextToken ? Number(Buffer.from(input.NextToken, 'base64url').toString()) : 0;
      const to = from + (input.MaxResults ?? 100);
      return {
        SecretList: matching.slice(from, to).map((secret) => {
          const stages = stagesOf(secret);
          return {
            ...shape(secret),
            SecretVersionsToStages: Object.keys(stages).length ? stages : undefined,
          };
        }),
        NextToken: to < matching.length ? Buffer.from(String(to)).toString('base64url') : undefined,
      };
    },
  };
}

function stagesOf(secret: Secret): Record<string, string[]> {
  return Object.fromEntries(
    secret.versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
  );
}

function shape(secret: Secret): object {
  const date = (time: number | undefined) => (time === undefined ? undefined : new Date(time));
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: date(secret.changed),
    LastAccessedDate: date(secret.accessed),
    DeletedDate: date(secret.deleted),
    // A secret that never had tags has none to show; one that lost them shows an empty list.
    Tags: secret.tags.length || secret.tagged ? secret.tags : undefined,
    OwningService: secret.owningService,
    CreatedDate: date(secret.created),
  };
}

/** A value matches at the beginning of a word; `!` before it turns it round. Source: API reference, Filter. */
function matches(secret: Secret, filter: { Key?: string; Values?: string[] }): boolean {
  const fields: Record<string, string[]> = {
    name: [secret.name],
    description: [secret.description ?? ''],
    'tag-key': secret.tags.map(({ Key }) => Key),
    'tag-value': secret.tags.map(({ Value }) => Value),
    'owning-service': [secret.owningService ?? ''],
    'primary-region': [''],
  };
  const key = filter.Key ?? '';
  const candidates = key === 'all' ? Object.values(fields).flat() : fields[key];
  if (!candidates)
    throw invalidParameter(`1 validation error detected: Value '${key}' at 'filters.key' is invalid`);
  return (filter.Values ?? []).some((value) => {
    const isNegated = value.startsWith('!');
    const wanted = isNegated ? value.slice(1) : value;
    const found = candidates.some((text) =>
      key === 'description' || key === 'all'
        ? text.toLowerCase().includes(wanted.toLowerCase())
        : text.startsWith(wanted),
    );
    return found !== isNegated;
  });
}
