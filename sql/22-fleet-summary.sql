-- title: The fleet as it is now
-- kind: build
-- needs: fleet, fleet-stream
-- unless: SELECT table_name FROM svv_tables WHERE table_schema = 'public' AND table_name = 'fleet_summary'
-- why: Each vehicle once, by its newest report, or by the register until it has reported; the dashboard reads the sum of each state.

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
  SELECT fs.vehicleid,
  newest.reported_at,
  MAX(NULLIF(fs.state, '')) AS state,
  MAX(fs.status) AS status,
  MAX(TRY_CAST(NULLIF(TRIM(fs.status_since), '') AS TIMESTAMP)) AS status_since
  FROM fleet_stream fs
  INNER JOIN (
    SELECT vehicleid, MAX(approximate_arrival_timestamp) AS reported_at
    FROM fleet_stream
    WHERE status IN ('ON_THE_MOVE', 'SCHEDULED_MAINTENANCE', 'UNSCHEDULED_MAINTENANCE')
    GROUP BY vehicleid
  ) newest ON newest.vehicleid = fs.vehicleid AND newest.reported_at = fs.approximate_arrival_timestamp
  WHERE fs.status IN ('ON_THE_MOVE', 'SCHEDULED_MAINTENANCE', 'UNSCHEDULED_MAINTENANCE')
  GROUP BY fs.vehicleid, newest.reported_at
) r ON r.vehicleid = f.vehicleid;

CREATE OR REPLACE VIEW fleet_summary AS
SELECT state,
SUM(CASE WHEN status = 'ON_THE_MOVE' THEN 1 ELSE 0 END)::BIGINT AS on_the_move,
SUM(CASE WHEN status = 'SCHEDULED_MAINTENANCE' THEN 1 ELSE 0 END)::BIGINT AS scheduled_maintenance,
SUM(CASE WHEN status = 'UNSCHEDULED_MAINTENANCE' THEN 1 ELSE 0 END)::BIGINT AS unscheduled_maintenance,
COUNT(*)::BIGINT AS vehicles
FROM fleet_now
GROUP BY state;
