-- title: The view behind the dashboard
-- kind: build
-- needs: customer-stream, order-stream
-- unless: SELECT column_name FROM svv_columns WHERE table_schema = 'public' AND table_name = 'consignments' ORDER BY ordinal_position
-- why: Each order with its customer, once: a customer sent twice does not double an order, an order without a customer still counts, and a revenue of NaN spoils no sum.

CREATE VIEW consignments AS
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
NULL::VARCHAR(10) AS predicted_delay
FROM order_stream os
LEFT JOIN (
  SELECT customer_data.userid::INT AS userid,
  MAX(customer_data.name::VARCHAR(100)) AS customer_name,
  MAX(customer_data.state::VARCHAR(50)) AS customer_state
  FROM customer_stream
  GROUP BY customer_data.userid::INT
) cs ON cs.userid = os.userid;
