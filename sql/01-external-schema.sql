-- title: Connect Redshift to Kinesis
-- kind: build
-- unless: SELECT schemaname FROM svv_external_schemas WHERE schemaname = 'kinesis_schema'
-- why: Each stream of the account is now a table of this schema; nothing has been read yet.

CREATE EXTERNAL SCHEMA kinesis_schema
FROM KINESIS
IAM_ROLE default;
