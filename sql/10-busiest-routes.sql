-- title: The busiest routes
-- kind: explore
-- needs: customer-stream, order-stream
-- why: Two streams joined in SQL: where a customer lives and where the consignment goes.

SELECT os.delivery_state, cs.customer_data.state::VARCHAR AS origin_state, count(1)
FROM customer_stream cs
INNER JOIN order_stream os ON cs.customer_data.userid::INT = os.userid
GROUP BY os.delivery_state, cs.customer_data.state::VARCHAR
ORDER BY count(1) DESC;
