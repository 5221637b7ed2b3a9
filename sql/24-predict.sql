-- title: Predict a batch of orders
-- kind: explore
-- needs: delay-model, predictions
-- why: The state machine runs this very text after each refresh, again while a batch comes back full; each consignment is predicted once.

INSERT INTO consignment_predictions (consignmentid, predicted_delay, refresh_time)
SELECT consignmentid,
CASE delay WHEN 0 THEN 'LOW' WHEN 1 THEN 'MEDIUM' WHEN 2 THEN 'HIGH' END,
refresh_time
FROM (
  SELECT consignmentid,
  fnc_delay_probability(hour_of_day, day_of_week, days_to_deliver, delivery_distance)::INT AS delay,
  refresh_time
  FROM (
    SELECT consignmentid, hour_of_day, day_of_week, days_to_deliver, delivery_distance, refresh_time
    FROM orders_to_predict
    ORDER BY refresh_time
    LIMIT 20000
  ) batch
) predicted;
