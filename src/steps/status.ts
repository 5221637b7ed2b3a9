import type { Clients } from '../aws/clients.js';
import { describeStack } from '../aws/stacks/describe.js';
import { runStatement, type StatementScope, type Value } from '../aws/statements.js';
import {
  adminUser,
  database,
  namesOf,
  stackIds,
  stackName,
  streamNames,
  type WorkshopConfig,
} from '../config.js';
import { findWorkspace } from '../grafana/workspace.js';
import type { Target } from '../target/target.js';
import { dashboardUrl } from './find-dashboard.js';
import { type ModelStatus, readModelStatus } from './model-status.js';

export interface StreamStatus {
  name: string;
  status: string;
  openShards: number;
  retentionHours: number;
}

export interface ViewStatus {
  name: string;
  rows: number;
  /** Records read from the stream, and those of them that were no row: garbage is counted, not lost in silence. */
  recordsIn: number;
  recordsSkipped: number;
  /** Over the last minute. */
  recordsPerSecond: number;
  lastRefresh: string | null;
  /** Now minus the newest arrival, seconds. */
  freshnessSeconds: number | null;
  /** How long a record waited until its refresh, over the last quarter of an hour, seconds. */
  waitP50Seconds: number | null;
  waitP99Seconds: number | null;
  /** The newest failed refresh, in Redshift's words, when it came after the last good one. */
  error: string | null;
}

export interface WorkshopStatus {
  name: string;
  target: string;
  region: string;
  stacks: { name: string; status: string }[];
  streams: StreamStatus[];
  views: ViewStatus[];
  schedules: { name: string; state: string }[];
  refreshRuns: { status: string; started: string; seconds: number | null }[];
  /** Null before it is made. */
  model: ModelStatus | null;
  workspace: { id: string; status: string; dashboardUrl: string } | null;
}

const missing = (error: unknown): boolean => /NotFound|DoesNotExist/.test((error as Error).name);

/** Whether a statement failed because there is no cluster to run it on. */
const noCluster = (error: unknown): boolean =>
  missing(error) || /not exist|not found/i.test((error as Error).message);

/** Reads the state of everything, all at once; what is not there is absent, not an error. */
export async function readStatus(
  target: Target,
  clients: Clients,
  config: WorkshopConfig,
): Promise<WorkshopStatus> {
  const [stacks, streams, views, schedules, refreshRuns, model, workspace] = await Promise.all([
    readStacks(clients, config),
    readStreams(clients),
    readViews(clients, config),
    readSchedules(clients, config),
    readRuns(clients, config),
    readModelOf(clients, config),
    findWorkspace(clients, namesOf(config).workspace),
  ]);
  return {
    name: config.name,
    target: config.target,
    region: target.region,
    stacks,
    streams,
    views,
    schedules,
    refreshRuns,
    model,
    workspace: workspace
      ? { id: workspace.id, status: workspace.status, dashboardUrl: dashboardUrl(target, workspace) }
      : null,
  };
}

async function readStacks(clients: Clients, config: WorkshopConfig): Promise<WorkshopStatus['stacks']> {
  const client = await clients.cloudFormation();
  return Promise.all(
    stackIds.map(async (id) => {
      const name = stackName(config, id);
      return { name, status: (await describeStack(client, name))?.StackStatus ?? 'missing' };
    }),
  );
}

async function readStreams(clients: Clients): Promise<StreamStatus[]> {
  const { DescribeStreamSummaryCommand } = await import('@aws-sdk/client-kinesis');
  const client = await clients.kinesis();
  const streams = await Promise.all(
    streamNames.map(async (StreamName) => {
      try {
        const { StreamDescriptionSummary: summary } = await client.send(
          new DescribeStreamSummaryCommand({ StreamName }),
        );
        return [
          {
            name: StreamName,
            status: summary?.StreamStatus ?? '',
            openShards: summary?.OpenShardCount ?? 0,
            retentionHours: summary?.RetentionPeriodHours ?? 0,
          },
        ];
      } catch (error) {
        if (missing(error)) return [];
        throw error;
      }
    }),
  );
  return streams.flat();
}

/** One row a streaming view: what its refreshes read, how long records waited, and what failed last. */
const scanSql = `SELECT TRIM(mv_name) AS mv_name, SUM(scanned_rows) AS records, SUM(skipped_rows) AS skipped,
 SUM(CASE WHEN record_time > DATEADD(second, -60, SYSDATE) THEN scanned_rows ELSE 0 END) / 60.0 AS per_second,
 MAX(record_time)::VARCHAR AS last_refresh,
 DATEDIFF(milliseconds, MAX(stream_record_time_max), SYSDATE) / 1000.0 AS freshness
 FROM sys_stream_scan_states GROUP BY 1`;
const waitSql = `SELECT TRIM(mv_name) AS mv_name,
 PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY DATEDIFF(milliseconds, stream_record_time_min, record_time)) / 1000.0 AS p50,
 PERCENTILE_CONT(0.99) WITHIN GROUP (ORDER BY DATEDIFF(milliseconds, stream_record_time_min, record_time)) / 1000.0 AS p99
 FROM sys_stream_scan_states WHERE scanned_rows > 0 AND record_time > DATEADD(minute, -15, SYSDATE) GROUP BY 1`;
const errorSql = `SELECT TRIM(mv_name) AS mv_name, record_time::VARCHAR AS at, TRIM(error_reason) AS reason
 FROM sys_stream_scan_errors ORDER BY record_time DESC LIMIT 50`;

function adminScope(config: WorkshopConfig): StatementScope {
  return { cluster: namesOf(config).cluster, database, dbUser: adminUser };
}

async function readModelOf(clients: Clients, config: WorkshopConfig): Promise<ModelStatus | null> {
  try {
    return await readModelStatus((sql) => runStatement(clients, adminScope(config), sql));
  } catch (error) {
    if (noCluster(error)) return null;
    throw error;
  }
}

async function readViews(clients: Clients, config: WorkshopConfig): Promise<ViewStatus[]> {
  const scope = adminScope(config);
  const rows = async (sql: string): Promise<Value[][]> => (await runStatement(clients, scope, sql)).rows;
  let existing: Value[][];
  try {
    existing = await rows("SELECT TRIM(name) FROM svv_mv_info WHERE TRIM(schema_name) = 'public'");
  } catch (error) {
    if (noCluster(error)) return [];
    throw error;
  }
  // Rows before scans: records that arrive in between must not make more rows than records.
  const counts = await Promise.all(
    existing.map(([name]) => rows(`SELECT COUNT(*) FROM "${String(name).replaceAll('"', '""')}"`)),
  );
  const [scans, waits, errors] = await Promise.all([rows(scanSql), rows(waitSql), rows(errorSql)]);
  return existing.map(([name], index) => {
    const view = String(name);
    const scan = scans.find(([of]) => of === view);
    const wait = waits.find(([of]) => of === view);
    const failed = errors.find(([of]) => of === view);
    const lastRefresh = scan?.[4] ? String(scan[4]) : null;
    return {
      name: view,
      rows: Number(counts[index]?.[0]?.[0] ?? 0),
      recordsIn: Number(scan?.[1] ?? 0),
      recordsSkipped: Number(scan?.[2] ?? 0),
      recordsPerSecond: Number(scan?.[3] ?? 0),
      lastRefresh,
      // Rows may arrive between the cluster's clock being read and the scan being read.
      freshnessSeconds: scan?.[5] == null ? null : Math.max(0, Number(scan[5])),
      waitP50Seconds: numberOrNull(wait?.[1]),
      waitP99Seconds: numberOrNull(wait?.[2]),
      error: failed && (!lastRefresh || String(failed[1]) > lastRefresh) ? String(failed[2]) : null,
    };
  });
}

function numberOrNull(value: Value | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

async function readSchedules(clients: Clients, config: WorkshopConfig): Promise<WorkshopStatus['schedules']> {
  const { GetScheduleCommand } = await import('@aws-sdk/client-scheduler');
  const client = await clients.scheduler();
  return Promise.all(
    namesOf(config).schedules.map(async (Name) => {
      try {
        return { name: Name, state: (await client.send(new GetScheduleCommand({ Name }))).State ?? '' };
      } catch (error) {
        if (missing(error)) return { name: Name, state: 'missing' };
        throw error;
      }
    }),
  );
}

async function readRuns(clients: Clients, config: WorkshopConfig): Promise<WorkshopStatus['refreshRuns']> {
  const { ListStateMachinesCommand, ListExecutionsCommand } = await import('@aws-sdk/client-sfn');
  const client = await clients.sfn();
  const { stateMachines } = await client.send(new ListStateMachinesCommand({ maxResults: 1000 }));
  const machine = stateMachines?.find((each) => each.name === namesOf(config).stateMachine);
  if (!machine) return [];
  const { executions } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: machine.stateMachineArn, maxResults: 5 }),
  );
  return (executions ?? []).map((execution) => ({
    status: execution.status ?? '',
    started: execution.startDate?.toISOString() ?? '',
    seconds:
      execution.stopDate && execution.startDate
        ? (execution.stopDate.getTime() - execution.startDate.getTime()) / 1000
        : null,
  }));
}
