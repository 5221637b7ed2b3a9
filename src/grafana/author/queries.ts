/**
 * The dashboard's queries, all against the view `consignments`, each bounded by the dashboard's time range, so that
 * what they cost goes by the range and not by the age of the workshop. Names are lower case, as Redshift folds them.
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
  delivery_distance,
  revenue,
  cost
FROM consignments
WHERE $__timeFilter(approximate_arrival_timestamp)
ORDER BY approximate_arrival_timestamp DESC, consignmentid DESC
LIMIT 100`;
