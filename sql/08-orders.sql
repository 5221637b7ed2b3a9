-- title: Look at the orders
-- kind: explore
-- needs: order-stream
-- why: Plain typed columns this time, made from the same kind of JSON.

SELECT * FROM order_stream;
