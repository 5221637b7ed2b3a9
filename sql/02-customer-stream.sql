-- title: Take in the customers
-- kind: build
-- needs: external-schema
-- unless: SELECT column_name FROM svv_columns WHERE table_schema = 'public' AND table_name = 'customer_stream' ORDER BY ordinal_position
-- why: The whole payload is kept as it is, in one column of type SUPER; the WHERE keeps out what is not JSON, or too long to be parsed, and would stop every later refresh.

CREATE MATERIALIZED VIEW customer_stream AUTO REFRESH YES AS
SELECT approximate_arrival_timestamp,
JSON_PARSE(kinesis_data) AS customer_data
FROM kinesis_schema.customer_stream
WHERE CAN_JSON_PARSE(kinesis_data) AND OCTET_LENGTH(kinesis_data) <= 65535;
