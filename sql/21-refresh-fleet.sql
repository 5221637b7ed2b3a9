-- title: Refresh the vehicles' reports
-- kind: explore
-- needs: fleet-stream
-- why: The state machine does it once a minute, as often as a vehicle reports, and AUTO REFRESH sooner; until then the register alone is known.

REFRESH MATERIALIZED VIEW fleet_stream;
