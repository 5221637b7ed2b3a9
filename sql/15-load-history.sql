-- title: Load the past consignments
-- kind: build
-- needs: history
-- unless: SELECT 1 FROM consignment_history LIMIT 1
-- why: COPY reads every object under the prefix at once, and its rows appear all together or not at all.

COPY consignment_history
FROM 's3://{bucket}/consignment_history/'
IAM_ROLE default
FORMAT AS CSV
IGNOREHEADER 1;
