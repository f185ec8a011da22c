#!/bin/sh
# Runs once, when the database server's volume is new: the same roles and template as the embedded PostgreSQL has
# (workbench/embedded/postgres.py). The application's role owns nothing; migrations run as the owner.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres \
    -v owner_password="$(cat /run/secrets/postgres_owner)" -v app_password="$(cat /run/secrets/postgres_app)" <<'SQL'
CREATE ROLE workbench_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE workbench_app LOGIN PASSWORD :'app_password';
CREATE DATABASE workbench OWNER workbench_owner;
\connect workbench
CREATE EXTENSION vector;
GRANT workbench_app TO workbench_owner;
GRANT CREATE ON SCHEMA public TO workbench_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE workbench_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO workbench_app;
ALTER DEFAULT PRIVILEGES FOR ROLE workbench_owner GRANT USAGE, SELECT ON SEQUENCES TO workbench_app;
SQL
psql -v ON_ERROR_STOP=1 --username postgres --dbname workbench --file /guard.sql
