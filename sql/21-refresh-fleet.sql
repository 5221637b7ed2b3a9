-- title: Refresh the vehicles' reports
-- kind: explore
-- needs: fleet-stream
-- why: The state machine does it every ten seconds, with the other two views; until then the register alone is known.

REFRESH MATERIALIZED VIEW fleet_stream;
