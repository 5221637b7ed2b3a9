-- title: A table for the predictions
-- kind: build
-- needs: order-stream, grants
-- unless: SELECT table_name FROM svv_tables WHERE table_schema = 'public' AND table_name = 'orders_to_predict'
-- why: The view beside it names the orders that still wait: only what came since the newest prediction is looked at, so old orders cost nothing.

CREATE TABLE IF NOT EXISTS consignment_predictions (
consignmentid BIGINT,
predicted_delay VARCHAR(10),
refresh_time TIMESTAMP,
predicted_at TIMESTAMP DEFAULT SYSDATE
);

CREATE OR REPLACE VIEW orders_to_predict AS
SELECT consignmentid, hour_of_day, day_of_week, days_to_deliver, delivery_distance, refresh_time
FROM (
  SELECT consignmentid,
  TRY_CAST(NULLIF(TRIM(SUBSTRING(order_timestamp, 12, 2)), '') AS INT) AS hour_of_day,
  DATE_PART(dow, TRY_CAST(NULLIF(TRIM(SUBSTRING(order_timestamp, 1, 10)), '') AS DATE))::INT AS day_of_week,
  days_to_deliver,
  CASE WHEN ABS(delivery_distance) < 1000000000 THEN delivery_distance END AS delivery_distance,
  refresh_time
  FROM (
    SELECT os.consignmentid,
    MIN(os.order_timestamp) AS order_timestamp,
    MIN(os.days_to_deliver) AS days_to_deliver,
    MIN(os.delivery_distance) AS delivery_distance,
    MIN(os.refresh_time) AS refresh_time
    FROM order_stream os
    WHERE os.consignmentid IS NOT NULL
    AND os.refresh_time >= (SELECT COALESCE(MAX(refresh_time), '1970-01-01'::TIMESTAMP) FROM consignment_predictions)
    AND NOT EXISTS (SELECT 1 FROM consignment_predictions cp WHERE cp.consignmentid = os.consignmentid)
    GROUP BY os.consignmentid
  ) each_once
) waiting
WHERE hour_of_day IS NOT NULL AND day_of_week IS NOT NULL
AND days_to_deliver IS NOT NULL AND delivery_distance IS NOT NULL;
