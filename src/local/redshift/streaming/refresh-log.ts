import type { DuckDBConnection } from '@duckdb/node-api';
import type { RelationRecord } from '../catalog/records.js';
import { type FailingRecord, micros, type RefreshIdentity } from './ingest.js';

/** One row of SYS_MV_REFRESH_HISTORY; status in the words of SVL_MV_REFRESH_STATUS. Times are epoch ms. */
export async function logRefresh(
  connection: DuckDBConnection,
  view: RelationRecord,
  identity: RefreshIdentity,
  refresh: { type: 'Manual' | 'Auto'; status: string; started: number },
): Promise<void> {
  const ended = Date.now();
  await connection.run(
    `INSERT INTO redshift_catalog.refreshes VALUES
       ($1, $2, $3, $4, $5, $6, $7, $8, $9, make_timestamp($10::BIGINT), make_timestamp($11::BIGINT), $12)`,
    [
      BigInt(view.id),
      BigInt(identity.userId),
      identity.user,
      BigInt(identity.sessionId),
      BigInt(identity.transactionId),
      view.schema,
      view.name,
      refresh.type,
      refresh.status,
      micros(refresh.started),
      micros(ended),
      micros(ended - refresh.started),
    ],
  );
}

/** One row of SYS_STREAM_SCAN_ERRORS. The same record failing again only moves the row's time. */
export async function logScanError(
  connection: DuckDBConnection,
  view: RelationRecord,
  identity: RefreshIdentity,
  failure: { record: FailingRecord; reason: string },
): Promise<void> {
  const { record, reason } = failure;
  const now = micros(Date.now());
  const updated = await connection.run(
    `UPDATE redshift_catalog.scan_errors SET record_time = make_timestamp($4::BIGINT), error_reason = $5, query_id = $6
     WHERE mv_id = $1 AND partition_id = $2 AND position = $3`,
    [BigInt(view.id), record.shardId, record.sequenceNumber, now, reason, BigInt(identity.queryId)],
  );
  if (updated.rowsChanged > 0) return;
  await connection.run(
    `INSERT INTO redshift_catalog.scan_errors VALUES
       ($1, $2, $3, $4, $5, $6, $7, 'C', make_timestamp($8::BIGINT), make_timestamp($9::BIGINT), $10, $11, $12, $13)`,
    [
      BigInt(view.id),
      identity.user,
      view.materialized?.stream?.schema ?? '',
      view.materialized?.stream?.name ?? '',
      view.name,
      BigInt(identity.transactionId),
      BigInt(identity.queryId),
      micros(record.approximateArrivalTimestamp),
      now,
      record.shardId,
      record.sequenceNumber,
      conversionError,
      reason,
    ],
  );
}

/** Redshift's code for data that does not convert (STL_LOAD_ERRORS). */
const conversionError = 1207;
