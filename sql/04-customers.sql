-- title: Look at the customers
-- kind: explore
-- needs: customer-stream
-- why: Each row is one record of the stream and the time it arrived there.

SELECT * FROM customer_stream;
