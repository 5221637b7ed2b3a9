-- title: The fleet as it is now
-- kind: build
-- needs: fleet, fleet-stream
-- unless: SELECT s.viewname FROM pg_views s INNER JOIN pg_views n ON n.schemaname = s.schemaname WHERE s.schemaname = 'public' AND s.viewname = 'fleet_summary' AND n.viewname = 'fleet_now' AND n.definition LIKE '%2200%'
-- why: Each vehicle once, by its newest report, or by the register until it has reported; only the newest reports are read, ten a vehicle and ten minutes' at least, so that age adds no cost and a pause loses nobody.

CREATE OR REPLACE VIEW fleet_now AS
SELECT f.vehicleid,
f.registration,
f.vehicle_type,
f.capacity_kg,
f.home_state,
COALESCE(r.state, f.home_state) AS state,
COALESCE(r.status, f.status) AS status,
COALESCE(r.status_since, f.status_since) AS status_since,
r.reported_at
FROM fleet f
LEFT JOIN (
  SELECT vehicleid,
  reported_at,
  MAX(NULLIF(state, '')) AS state,
  MAX(status) AS status,
  MAX(TRY_CAST(NULLIF(TRIM(status_since), '') AS TIMESTAMP)) AS status_since
  FROM (
    SELECT vehicleid, state, status, status_since, approximate_arrival_timestamp AS arrival,
    MAX(approximate_arrival_timestamp) OVER (PARTITION BY vehicleid) AS reported_at
    FROM fleet_stream
    WHERE approximate_arrival_timestamp >= (
      SELECT LEAST(MIN(arrival), MAX(arrival) - INTERVAL '10 minutes')
      FROM (
        SELECT approximate_arrival_timestamp AS arrival
        FROM fleet_stream
        WHERE approximate_arrival_timestamp IS NOT NULL
        ORDER BY approximate_arrival_timestamp DESC
        LIMIT 2200
      ) newest
    )
    AND status IN ('ON_THE_MOVE', 'SCHEDULED_MAINTENANCE', 'UNSCHEDULED_MAINTENANCE')
  ) recent
  WHERE arrival = reported_at
  GROUP BY vehicleid, reported_at
) r ON r.vehicleid = f.vehicleid;

CREATE OR REPLACE VIEW fleet_summary AS
SELECT state,
SUM(CASE WHEN status = 'ON_THE_MOVE' THEN 1 ELSE 0 END)::BIGINT AS on_the_move,
SUM(CASE WHEN status = 'SCHEDULED_MAINTENANCE' THEN 1 ELSE 0 END)::BIGINT AS scheduled_maintenance,
SUM(CASE WHEN status = 'UNSCHEDULED_MAINTENANCE' THEN 1 ELSE 0 END)::BIGINT AS unscheduled_maintenance,
COUNT(*)::BIGINT AS vehicles
FROM fleet_now
GROUP BY state;
