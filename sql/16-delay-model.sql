-- title: Train a model of the delays
-- kind: build
-- needs: load-history
-- unless: SHOW MODEL consignment_delay
-- why: The statement returns as soon as the rows are exported; the training goes on behind it, and its outcome is a SQL function.

CREATE MODEL consignment_delay
FROM (
  SELECT SUBSTRING(order_timestamp, 12, 2)::INT AS hour_of_day,
  DATE_PART(dow, SUBSTRING(order_timestamp, 1, 10)::DATE)::INT AS day_of_week,
  days_to_deliver,
  delivery_distance,
  CASE delay_probability WHEN 'LOW' THEN 0 WHEN 'MEDIUM' THEN 1 ELSE 2 END AS delay
  FROM consignment_history
)
TARGET delay
FUNCTION fnc_delay_probability
IAM_ROLE default
AUTO OFF
MODEL_TYPE XGBOOST
OBJECTIVE 'multi:softmax'
PREPROCESSORS 'none'
HYPERPARAMETERS DEFAULT EXCEPT (NUM_ROUND '60', NUM_CLASS '3', MAX_DEPTH '4', ETA '0.3')
SETTINGS (S3_BUCKET '{bucket}', MAX_RUNTIME 1800);
