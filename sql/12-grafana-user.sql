-- title: A user for Grafana
-- kind: build
-- unless: SELECT usename FROM pg_user WHERE usename = 'redshift_data_api_user'
-- why: Grafana's plugin signs in under this very name, by temporary credentials of IAM; with no password there is none to leak.

CREATE USER redshift_data_api_user PASSWORD DISABLE;
