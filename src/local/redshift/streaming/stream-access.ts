import type { SchemaRecord } from '../catalog/records.js';
import { SqlError } from '../dialect/sql-error.js';
import type { EngineServices, Execution } from '../engine/execution.js';
import { requireAttached } from './external-schema.js';

/** What Redshift's role must be allowed on the stream (Developer Guide, getting started with streaming ingestion). */
const readActions = [
  'kinesis:DescribeStreamSummary',
  'kinesis:GetShardIterator',
  'kinesis:GetRecords',
  'kinesis:ListShards',
];

/**
 * Refuses a stream that is not there, and a role that is not the cluster's or may not read it.
 * @throws SqlError in Kinesis's own words, as Redshift passes them on
 */
export async function requireReadable(
  execution: Execution,
  schema: SchemaRecord,
  stream: string,
): Promise<void> {
  const { services } = execution;
  const role = schema.external?.iamRole ?? '';
  requireAttached(execution, role);
  await requireAllowed(services, role, schema.external?.region ?? services.region, stream);
  if (services.reader.shards(stream) === undefined) {
    throw new SqlError(
      `Kinesis API failed: Stream ${stream} under account ${services.accountId} not found. (ResourceNotFoundException)`,
      '42P01',
    );
  }
}

/**
 * Refuses a role that may not read the stream.
 * @throws SqlError in Kinesis's own words
 */
export async function requireAllowed(
  services: EngineServices,
  role: string,
  region: string,
  stream: string,
): Promise<void> {
  const arn = `arn:aws:kinesis:${region}:${services.accountId}:stream/${stream}`;
  const denied = await services.firstDenied(role, readActions, arn);
  if (denied === undefined) return;
  const session = `arn:aws:sts::${services.accountId}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/RedshiftIamRoleSession`;
  throw new SqlError(
    `Kinesis API failed: User: ${session} is not authorized to perform: ${denied} on resource: ${arn} ` +
      'because no identity-based policy allows the action (AccessDeniedException)',
    '42501',
  );
}
