-- Goodfaith: roles and databases, for PostgreSQL 15 or later. Run as a superuser with psql.
SELECT 'CREATE ROLE "goodfaith_owner"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'goodfaith_owner') \gexec
ALTER ROLE "goodfaith_owner" LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
SELECT 'CREATE ROLE "goodfaith_gate"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'goodfaith_gate') \gexec
ALTER ROLE "goodfaith_gate" NOLOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
SELECT 'CREATE ROLE "goodfaith_work"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'goodfaith_work') \gexec
ALTER ROLE "goodfaith_work" LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
SELECT 'CREATE ROLE "goodfaith_keys"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'goodfaith_keys') \gexec
ALTER ROLE "goodfaith_keys" LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT "goodfaith_gate" TO "goodfaith_owner";
\password "goodfaith_owner"
\password "goodfaith_work"
\password "goodfaith_keys"
SELECT 'CREATE DATABASE "goodfaith" OWNER "goodfaith_owner" TEMPLATE template0 ENCODING ''UTF8'' LOCALE_PROVIDER libc LC_COLLATE ''C''' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'goodfaith') \gexec
REVOKE ALL ON DATABASE "goodfaith" FROM PUBLIC;
GRANT CONNECT ON DATABASE "goodfaith" TO "goodfaith_work";
SELECT 'CREATE DATABASE "goodfaith_keyring" OWNER "goodfaith_owner" TEMPLATE template0 ENCODING ''UTF8'' LOCALE_PROVIDER libc LC_COLLATE ''C''' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'goodfaith_keyring') \gexec
REVOKE ALL ON DATABASE "goodfaith_keyring" FROM PUBLIC;
GRANT CONNECT ON DATABASE "goodfaith_keyring" TO "goodfaith_keys";
\connect "goodfaith"
ALTER SCHEMA public OWNER TO "goodfaith_owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "goodfaith_owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "goodfaith_gate" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
DO $do$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE') AND (p.proname ~ '^pg_stat_get_' OR p.proname IN ('pg_stat_have_stats', 'pg_relation_size', 'pg_table_size', 'pg_indexes_size', 'pg_total_relation_size', 'pg_database_size', 'pg_tablespace_size')) LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f); EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pg_monitor', f); END LOOP; END $do$;
\connect "goodfaith_keyring"
ALTER SCHEMA public OWNER TO "goodfaith_owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "goodfaith_owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "goodfaith_gate" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
DO $do$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE') AND (p.proname ~ '^pg_stat_get_' OR p.proname IN ('pg_stat_have_stats', 'pg_relation_size', 'pg_table_size', 'pg_indexes_size', 'pg_total_relation_size', 'pg_database_size', 'pg_tablespace_size')) LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f); EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pg_monitor', f); END LOOP; END $do$;
