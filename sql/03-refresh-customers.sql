-- title: Refresh the customers
-- kind: build
-- needs: customer-stream
-- why: This is where the ingestion happens: records go from the stream straight into Redshift, with no stop in S3.

REFRESH MATERIALIZED VIEW customer_stream;
