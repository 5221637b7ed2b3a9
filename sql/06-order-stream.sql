-- title: Take in the orders
-- kind: build
-- needs: external-schema
-- unless: SELECT column_name FROM svv_columns WHERE table_schema = 'public' AND table_name = 'order_stream' ORDER BY ordinal_position
-- why: Here the payload is unpacked on the way in, a column for each key; TRY_CAST makes NULL of a value that is no number, where a plain cast would stop every later refresh.

CREATE MATERIALIZED VIEW order_stream AUTO REFRESH YES AS
SELECT approximate_arrival_timestamp,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'consignmentid', true)), '') AS BIGINT) AS consignmentid,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'timestamp', true)::VARCHAR(50) AS order_timestamp,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'delivery_address', true)::VARCHAR(100) AS delivery_address,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'delivery_state', true)::VARCHAR(50) AS delivery_state,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'origin_address', true)::VARCHAR(100) AS origin_address,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'origin_state', true)::VARCHAR(50) AS origin_state,
JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'delay_probability', true)::VARCHAR(10) AS delay_probability,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'days_to_deliver', true)), '') AS INT) AS days_to_deliver,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'delivery_distance', true)), '') AS FLOAT) AS delivery_distance,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'userid', true)), '') AS INT) AS userid,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'revenue', true)), '') AS FLOAT) AS revenue,
TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'cost', true)), '') AS FLOAT) AS cost,
refresh_time
FROM kinesis_schema.order_stream
WHERE CAN_JSON_PARSE(kinesis_data) AND OCTET_LENGTH(kinesis_data) <= 65535;
