import { notAuthorized, unallowed } from '../../policy/denial.js';
import type { SchemaRecord } from '../catalog/records.js';
import { SqlError } from '../dialect/sql-error.js';
import type { EngineServices, Execution } from '../engine/execution.js';
import { requireAttached } from './external-schema.js';
import { sessionOf } from './role-session.js';

/** What Redshift's role must be allowed on the stream (Developer Guide, getting started with streaming ingestion). */
const readActions = [
  'kinesis:DescribeStreamSummary',
  'kinesis:DescribeStream',
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
  await requireAction(services, role, readActions, arn);
  // By it Redshift finds the stream by its name; it knows no resource.
  await requireAction(services, role, ['kinesis:ListStreams'], '*');
}

async function requireAction(
  services: EngineServices,
  role: string,
  actions: string[],
  resource: string,
): Promise<void> {
  const denied = await services.firstDenied(role, actions, resource);
  if (denied === undefined) return;
  const { arn } = sessionOf(role, services.accountId);
  const words = notAuthorized(arn, denied, resource, unallowed(denied));
  throw new SqlError(`Kinesis API failed: ${words} (AccessDeniedException)`, '42501');
}
