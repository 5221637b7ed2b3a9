import { loadTables, loadTimes } from './load-views.js';

/** The hidden tables behind streaming ingestion (positions, scans, errors, refreshes) and models, beside the rows they speak of. */
export const hiddenTables = [
  `CREATE TABLE IF NOT EXISTS redshift_catalog.checkpoints (
     mv_id BIGINT, shard_id VARCHAR, sequence_number VARCHAR, ended BOOLEAN)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.scan_states (
     mv_id BIGINT, user_name VARCHAR, external_schema_name VARCHAR, stream_name VARCHAR, mv_name VARCHAR,
     transaction_id BIGINT, query_id BIGINT, record_time TIMESTAMP, partition_id VARCHAR, latest_position VARCHAR,
     scanned_rows BIGINT, skipped_rows BIGINT, scanned_bytes BIGINT,
     stream_record_time_min TIMESTAMP, stream_record_time_max TIMESTAMP)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.scan_errors (
     mv_id BIGINT, user_name VARCHAR, external_schema_name VARCHAR, stream_name VARCHAR, mv_name VARCHAR,
     transaction_id BIGINT, query_id BIGINT, stream_timestamp_type VARCHAR, stream_timestamp TIMESTAMP,
     record_time TIMESTAMP, partition_id VARCHAR, position VARCHAR, error_code INTEGER, error_reason VARCHAR)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.refreshes (
     mv_id BIGINT, user_id BIGINT, user_name VARCHAR, session_id BIGINT, transaction_id BIGINT, schema_name VARCHAR,
     mv_name VARCHAR, refresh_type VARCHAR, status VARCHAR, start_time TIMESTAMP, end_time TIMESTAMP, duration BIGINT)`,
  // The trained models, the exports that have no model yet, and what of models is to be removed from buckets.
  `CREATE TABLE IF NOT EXISTS redshift_catalog.model_artifacts (model_id BIGINT, artifact VARCHAR)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.model_exports (
     bucket VARCHAR, prefix VARCHAR, iam_role VARCHAR, opening VARCHAR)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.model_leftovers (bucket VARCHAR, prefix VARCHAR, iam_role VARCHAR)`,
  ...loadTables,
];

/** Redshift keeps its system tables for seven days. */
const retentionDays = 7;

/** The statements that drop system rows past their time. */
export const pruning = [
  `DELETE FROM redshift_catalog.scan_states WHERE record_time < now()::TIMESTAMP - INTERVAL ${retentionDays} DAY`,
  `DELETE FROM redshift_catalog.scan_errors WHERE record_time < now()::TIMESTAMP - INTERVAL ${retentionDays} DAY`,
  `DELETE FROM redshift_catalog.refreshes WHERE end_time < now()::TIMESTAMP - INTERVAL ${retentionDays} DAY`,
  ...loadTimes.map(
    ([table, column]) =>
      `DELETE FROM redshift_catalog.${table} WHERE ${column} < now()::TIMESTAMP - INTERVAL ${retentionDays} DAY`,
  ),
];

/** How often they are dropped, in ms. */
export const pruningInterval = 6 * 3_600_000;
