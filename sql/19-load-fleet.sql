-- title: Load the fleet
-- kind: build
-- needs: fleet
-- unless: SELECT 1 FROM fleet LIMIT 1
-- why: Data at rest takes this road, by way of S3; what moves comes through a stream.

COPY fleet
FROM 's3://{bucket}/fleet/'
IAM_ROLE default
FORMAT AS CSV
IGNOREHEADER 1
TIMEFORMAT 'auto';
