/**
 * The dashboard's queries. Those against the view `consignments` are bounded by the dashboard's time range, so that
 * what they cost goes by the range and not by the age of the workshop; the fleet is as it is now, whatever the range.
 * Names are lower case, as Redshift folds them.
 */

/** One row: the five indicators of the first row. */
export const indicators = `SELECT
  sum(revenue) AS revenue,
  sum(cost) AS cost,
  sum(revenue) - sum(cost) AS profit,
  avg(days_to_deliver::float) AS delivery_days,
  count(consignmentid) AS consignments
FROM consignments
WHERE $__timeFilter(approximate_arrival_timestamp)`;

/**
 * One row a bucket, already wide: a bucket is Grafana's interval, which follows the range and the panel's width.
 * The bucket is rounded from the epoch, so that bars stay where they are while the window slides over them; the panel's
 * smallest interval is 5 s, so that it is whole seconds.
 */
export const delayProbability = `SELECT
  TIMESTAMP 'epoch' + (floor(extract(epoch FROM approximate_arrival_timestamp) / ($__interval_ms / 1000)) * ($__interval_ms / 1000))::bigint * INTERVAL '1 second' AS time,
  count(CASE WHEN delay_probability = 'HIGH' THEN 1 END) AS high,
  count(CASE WHEN delay_probability = 'MEDIUM' THEN 1 END) AS medium,
  count(CASE WHEN delay_probability = 'LOW' THEN 1 END) AS low
FROM consignments
WHERE $__timeFilter(approximate_arrival_timestamp)
GROUP BY 1
ORDER BY 1`;

/** One row a state of delivery: how many are likely to be late, and the rest; together they are all consignments. */
export const consignmentsByState = `SELECT
  delivery_state,
  count(CASE WHEN delay_probability = 'HIGH' THEN 1 END) AS high_delay,
  count(*) - count(CASE WHEN delay_probability = 'HIGH' THEN 1 END) AS other
FROM consignments
WHERE $__timeFilter(approximate_arrival_timestamp) AND delivery_state IS NOT NULL
GROUP BY 1
ORDER BY 1`;

/** The newest consignments first. */
export const recentTransactions = `SELECT
  consignmentid,
  origin_state,
  delivery_state,
  delay_probability,
  predicted_delay,
  delivery_distance,
  revenue,
  cost
FROM consignments
WHERE $__timeFilter(approximate_arrival_timestamp)
ORDER BY approximate_arrival_timestamp DESC, consignmentid DESC
LIMIT 100`;

/** One row a state: how many of its vehicles do what. Two panels ask it, one of them for the sums. */
export const fleet = `SELECT
  state,
  on_the_move,
  scheduled_maintenance,
  unscheduled_maintenance,
  vehicles
FROM fleet_summary
ORDER BY state`;

/** One row: the share of predictions that say what was reported (NULL without any), and how many there are and lack. */
export const agreement = `SELECT
  avg((CASE WHEN predicted_delay = delay_probability THEN 1 WHEN predicted_delay <> delay_probability THEN 0 END)::float) AS agreement,
  count(predicted_delay) AS predicted,
  count(*) - count(predicted_delay) AS not_predicted
FROM consignments
WHERE $__timeFilter(approximate_arrival_timestamp)`;

/** What stands in the table's place of a first row while nothing is predicted. */
export const NO_PREDICTIONS = 'No predictions yet: the model may still be training';

/**
 * One row a reported delay, a column a predicted one. A count comes with a word for how far the two lie apart (`agree
 * 812`, `near 31`, `far 2`): a table colours by column or by value, never by both, so the value has to say it. Without
 * any prediction there is one row, which says so: a table without rows says nothing in some versions of Grafana.
 */
export const predictedAgainstReported = `SELECT
  CASE WHEN predictions > 0 THEN delay_probability ELSE '${NO_PREDICTIONS}' END AS reported,
  CASE delay_probability WHEN 'LOW' THEN 'agree ' WHEN 'MEDIUM' THEN 'near ' ELSE 'far ' END || low::varchar AS predicted_low,
  CASE delay_probability WHEN 'MEDIUM' THEN 'agree ' ELSE 'near ' END || medium::varchar AS predicted_medium,
  CASE delay_probability WHEN 'HIGH' THEN 'agree ' WHEN 'MEDIUM' THEN 'near ' ELSE 'far ' END || high::varchar AS predicted_high
FROM (
  SELECT
    counted.*,
    sum(low + medium + high) OVER () AS predictions,
    row_number() OVER (ORDER BY place) AS line
  FROM (
    SELECT
      delay_probability,
      CASE delay_probability WHEN 'LOW' THEN 1 WHEN 'MEDIUM' THEN 2 ELSE 3 END AS place,
      count(CASE WHEN predicted_delay = 'LOW' THEN 1 END) AS low,
      count(CASE WHEN predicted_delay = 'MEDIUM' THEN 1 END) AS medium,
      count(CASE WHEN predicted_delay = 'HIGH' THEN 1 END) AS high
    FROM consignments
    WHERE $__timeFilter(approximate_arrival_timestamp) AND delay_probability IN ('LOW', 'MEDIUM', 'HIGH')
    GROUP BY 1, 2
  ) counted
) counted_together
WHERE predictions > 0 OR line = 1
ORDER BY place`;
