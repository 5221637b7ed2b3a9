-- title: A table for the fleet
-- kind: build
-- needs: grants
-- unless: SELECT table_name FROM svv_tables WHERE table_schema = 'public' AND table_name = 'fleet'
-- why: The register of the vehicles: what each of them is, where it is at home, and its status on the day of the register.

CREATE TABLE fleet (
vehicleid INT,
registration VARCHAR(10),
vehicle_type VARCHAR(20),
capacity_kg INT,
home_state VARCHAR(50),
status VARCHAR(30),
status_since TIMESTAMP
);
