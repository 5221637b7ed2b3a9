-- title: The predictions in the dashboard's view
-- kind: build
-- needs: consignments, predictions
-- unless: SELECT viewname FROM pg_views WHERE schemaname = 'public' AND viewname = 'consignments' AND definition LIKE '%consignment_predictions%'
-- why: The view keeps its name and its columns, so every panel and query goes on; its last column now has the prediction, once there is one.

CREATE OR REPLACE VIEW consignments AS
SELECT os.approximate_arrival_timestamp,
os.consignmentid,
os.order_timestamp,
os.delivery_address,
os.delivery_state,
os.origin_address,
os.origin_state,
os.delay_probability,
os.days_to_deliver,
CASE WHEN ABS(os.delivery_distance) < 1000000000 THEN os.delivery_distance END AS delivery_distance,
os.userid,
CASE WHEN ABS(os.revenue) < 1000000000 THEN os.revenue END AS revenue,
CASE WHEN ABS(os.cost) < 1000000000 THEN os.cost END AS cost,
cs.customer_name,
cs.customer_state,
cp.predicted_delay
FROM order_stream os
LEFT JOIN (
  SELECT customer_data.userid::INT AS userid,
  MAX(customer_data.name::VARCHAR(100)) AS customer_name,
  MAX(customer_data.state::VARCHAR(50)) AS customer_state
  FROM customer_stream
  GROUP BY customer_data.userid::INT
) cs ON cs.userid = os.userid
LEFT JOIN (
  SELECT consignmentid,
  MAX(predicted_delay) AS predicted_delay
  FROM consignment_predictions
  GROUP BY consignmentid
) cp ON cp.consignmentid = os.consignmentid;
