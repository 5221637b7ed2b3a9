-- title: Let Grafana read
-- kind: build
-- needs: consignments, grafana-user
-- unless: SELECT privilege_type FROM svv_relation_privileges WHERE namespace_name = 'public' AND relation_name = 'consignments' AND privilege_type = 'SELECT' AND identity_name = 'redshift_data_api_user'
-- why: Reading, and nothing else: what is there, what later steps make, and no CREATE in public for anybody.

GRANT USAGE ON SCHEMA public TO redshift_data_api_user;
GRANT USAGE ON SCHEMA kinesis_schema TO redshift_data_api_user;
ALTER DEFAULT PRIVILEGES FOR USER rsstream_user IN SCHEMA public GRANT SELECT ON TABLES TO redshift_data_api_user;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA PUBLIC TO redshift_data_api_user;
