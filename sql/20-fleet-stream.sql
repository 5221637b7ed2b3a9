-- title: Take in the vehicles' reports
-- kind: build
-- needs: external-schema, grants
-- unless: SELECT column_name FROM svv_columns WHERE table_schema = 'public' AND table_name = 'fleet_stream' ORDER BY ordinal_position
-- why: A third stream by the same road as the orders: every vehicle reports once a minute where it is and what it does.

CREATE MATERIALIZED VIEW fleet_stream AUTO REFRESH YES AS
SELECT approximate_arrival_timestamp,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'vehicleid', true)), '') AS INT) AS vehicleid,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'state', true)::VARCHAR(50) AS state,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'status', true)::VARCHAR(30) AS status,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'status_since', true)::VARCHAR(30) AS status_since
FROM kinesis_schema.fleet_stream
WHERE CAN_JSON_PARSE(kinesis_data) AND OCTET_LENGTH(kinesis_data) <= 65535;
