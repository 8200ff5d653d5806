-- The roles and the database of a new cluster, run once by the image's administrator before the first migration.
-- None of the roles is a superuser, none bypasses row-level security, and only the owner may change the schema.
-- Passwords come from the environment: \getenv needs psql 15.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv database_password DATABASE_PASSWORD

create role polyclinic_owner login nosuperuser nobypassrls nocreatedb nocreaterole password :'owner_password';
create role polyclinic_app login nosuperuser nobypassrls nocreatedb nocreaterole password :'database_password';
create role polyclinic_follower login nosuperuser nobypassrls nocreatedb nocreaterole password :'database_password';
create role polyclinic_sweeper login nosuperuser nobypassrls nocreatedb nocreaterole password :'database_password';
create role polyclinic_auditor login nosuperuser nobypassrls nocreatedb nocreaterole password :'database_password';
create role polyclinic_sealer login nosuperuser nobypassrls nocreatedb nocreaterole password :'database_password';

-- An administrator who is no superuser may give a database only to a role that it belongs to.
grant polyclinic_owner to current_user;
create database polyclinic owner polyclinic_owner;
revoke connect, temporary on database polyclinic from public;
grant connect on database polyclinic to polyclinic_app, polyclinic_follower, polyclinic_sweeper, polyclinic_auditor,
  polyclinic_sealer;

-- What the server ends by itself: statements and transactions that nobody waits for any more. Settings of the roles,
-- because PgBouncer lets none through from a client; the owner's migrations take the time that they take.
alter role polyclinic_app set statement_timeout = '20s';
alter role polyclinic_app set idle_in_transaction_session_timeout = '10s';
alter role polyclinic_app set client_connection_check_interval = '2s';
alter role polyclinic_follower set statement_timeout = '20s';
alter role polyclinic_follower set idle_in_transaction_session_timeout = '10s';
alter role polyclinic_follower set client_connection_check_interval = '2s';
alter role polyclinic_sweeper set statement_timeout = '20s';
alter role polyclinic_sweeper set idle_in_transaction_session_timeout = '10s';
alter role polyclinic_sweeper set client_connection_check_interval = '2s';
alter role polyclinic_auditor set statement_timeout = '20s';
alter role polyclinic_auditor set idle_in_transaction_session_timeout = '10s';
alter role polyclinic_auditor set client_connection_check_interval = '2s';
alter role polyclinic_sealer set statement_timeout = '20s';
alter role polyclinic_sealer set idle_in_transaction_session_timeout = '10s';
alter role polyclinic_sealer set client_connection_check_interval = '2s';
