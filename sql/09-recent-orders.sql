-- title: The ten most recent orders and their lag
-- kind: explore
-- needs: order-stream
-- why: The column time_diff is how long ago the record reached the stream: run it again and see it move.

SELECT current_timestamp, current_timestamp - approximate_arrival_timestamp AS time_diff, * FROM order_stream
ORDER BY approximate_arrival_timestamp DESC LIMIT 10;
