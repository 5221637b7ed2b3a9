-- title: A table for past consignments
-- kind: build
-- needs: grants
-- unless: SELECT table_name FROM svv_tables WHERE table_schema = 'public' AND table_name = 'consignment_history'
-- why: The same words as a live order's, and the delay that each consignment really had: what a model learns from.

CREATE TABLE consignment_history (
consignmentid BIGINT,
order_timestamp VARCHAR(50),
origin_state VARCHAR(50),
delivery_state VARCHAR(50),
days_to_deliver INT,
delivery_distance FLOAT,
userid INT,
revenue FLOAT,
cost FLOAT,
delay_probability VARCHAR(10)
);
