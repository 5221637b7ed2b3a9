-- title: Refresh the orders
-- kind: build
-- needs: order-stream
-- why: The state machine does the same every ten seconds; AUTO REFRESH does it too when the cluster is not busy.

REFRESH MATERIALIZED VIEW order_stream;
