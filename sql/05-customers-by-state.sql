-- title: Count customers by state
-- kind: explore
-- needs: customer-stream
-- why: PartiQL unpacks the JSON with a dot; no schema was declared for it anywhere.

SELECT count(1), customer_data.STATE::VARCHAR
FROM customer_stream
GROUP BY customer_data.STATE;
