/** The hidden tables in which every COPY is noted. */
export const loadTables = [
  `CREATE TABLE IF NOT EXISTS redshift_catalog.loads (
     user_id INTEGER, user_name VARCHAR, query_id BIGINT, session_id INTEGER, database_name VARCHAR, status VARCHAR,
     table_name VARCHAR, start_time TIMESTAMP, end_time TIMESTAMP, data_source VARCHAR, file_format VARCHAR,
     loaded_rows BIGINT, source_file_count INTEGER, source_file_bytes BIGINT, file_count_scanned INTEGER,
     file_bytes_scanned BIGINT, error_count BIGINT)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.load_files (
     user_id INTEGER, user_name VARCHAR, query_id BIGINT, session_id INTEGER, database_name VARCHAR, file_name VARCHAR,
     lines_scanned BIGINT, bytes_scanned BIGINT, file_format VARCHAR, record_time TIMESTAMP)`,
  `CREATE TABLE IF NOT EXISTS redshift_catalog.load_errors (
     user_id INTEGER, user_name VARCHAR, query_id BIGINT, session_id INTEGER, database_name VARCHAR, table_id INTEGER,
     start_time TIMESTAMP, file_name VARCHAR, line_number BIGINT, column_name VARCHAR, column_type VARCHAR,
     column_length VARCHAR, position INTEGER, raw_line VARCHAR, raw_field_value VARCHAR, error_code INTEGER,
     error_message VARCHAR)`,
];

/** The hidden tables' columns of time, by which old rows are dropped. */
export const loadTimes: [table: string, column: string][] = [
  ['loads', 'end_time'],
  ['load_files', 'record_time'],
  ['load_errors', 'start_time'],
];

/** The system views over them (Developer Guide); `ownRows` keeps each user to its own. */
export function loadViews(ownRows: string): [name: string, query: string][] {
  return [
    [
      'stl_load_errors',
      `SELECT user_id AS userid, 0 AS slice, table_id AS tbl, start_time AS starttime, session_id AS session,
         query_id AS query, file_name AS filename, line_number, column_name AS colname, column_type AS type,
         column_length AS col_length, position, raw_line, raw_field_value, error_code AS err_code,
         error_message AS err_reason, 0 AS is_partial, 0::BIGINT AS start_offset, 0::BIGINT AS copy_job_id
       FROM redshift_catalog.load_errors WHERE ${ownRows}`,
    ],
    [
      'sys_load_error_detail',
      `SELECT user_id, query_id, query_id AS transaction_id, session_id, database_name, table_id, start_time, file_name,
         line_number, column_name, column_type, column_length, position, error_code, error_message
       FROM redshift_catalog.load_errors WHERE ${ownRows}`,
    ],
    [
      'stl_load_commits',
      `SELECT user_id AS userid, query_id AS query, 0 AS slice, file_name AS name, file_name AS filename,
         0 AS byte_offset, lines_scanned::INTEGER AS lines_scanned, -1 AS errors, record_time AS curtime, 1 AS status,
         CASE file_format WHEN 'json' THEN 'JSON' WHEN 'parquet' THEN 'Parquet' ELSE 'Text' END AS file_format,
         0 AS is_partial, 0::BIGINT AS start_offset, 0::BIGINT AS copy_job_id
       FROM redshift_catalog.load_files WHERE ${ownRows}`,
    ],
    [
      'sys_load_detail',
      `SELECT user_id, query_id, query_id AS transaction_id, session_id, database_name, file_name, bytes_scanned,
         lines_scanned, 1 AS splits_scanned, record_time, 0::BIGINT AS start_offset, 0::BIGINT AS copy_job_id
       FROM redshift_catalog.load_files WHERE ${ownRows}`,
    ],
    [
      'sys_load_history',
      `SELECT user_id, query_id, query_id AS transaction_id, session_id, database_name, status, table_name, start_time,
         end_time, date_diff('microsecond', start_time, end_time) AS duration, data_source, file_format, loaded_rows,
         CASE WHEN status = 'completed' THEN file_bytes_scanned ELSE 0 END AS loaded_bytes, source_file_count,
         source_file_bytes, file_count_scanned, file_bytes_scanned, error_count, 0::BIGINT AS copy_job_id
       FROM redshift_catalog.loads WHERE ${ownRows}`,
    ],
  ];
}
