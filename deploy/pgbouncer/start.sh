#!/bin/sh
# Write PgBouncer's configuration from the environment and become PgBouncer.
#
#   DATABASE_PASSWORD  of the roles that go through here; the owner of the schema does not
#   POSTGRES_HOST      where PostgreSQL is
#   POSTGRES_PORT      5432
#   DATABASE           polyclinic
#   LISTEN_ADDRESS     0.0.0.0
#   LISTEN_PORT        6432
#   FOLDER             /tmp/pgbouncer; written anew at each start, so a file system in memory will do
set -eu
umask 077

: "${DATABASE_PASSWORD:?set it to the password of the database roles}"
: "${POSTGRES_HOST:?set it to the host of PostgreSQL}"
POSTGRES_PORT=${POSTGRES_PORT:-5432}
DATABASE=${DATABASE:-polyclinic}
LISTEN_ADDRESS=${LISTEN_ADDRESS:-0.0.0.0}
LISTEN_PORT=${LISTEN_PORT:-6432}
FOLDER=${FOLDER:-/tmp/pgbouncer}

case $DATABASE_PASSWORD in
*[!A-Za-z0-9._~-]*)
    echo "DATABASE_PASSWORD may hold letters, digits and . _ ~ - only: it also stands in addresses" >&2
    exit 1
    ;;
esac

mkdir -p "$FOLDER"
sed -e "s|@DATABASE@|$DATABASE|g" \
    -e "s|@POSTGRES_HOST@|$POSTGRES_HOST|g" \
    -e "s|@POSTGRES_PORT@|$POSTGRES_PORT|g" \
    -e "s|@LISTEN_ADDRESS@|$LISTEN_ADDRESS|g" \
    -e "s|@LISTEN_PORT@|$LISTEN_PORT|g" \
    -e "s|@FOLDER@|$FOLDER|g" \
    "$(dirname "$0")/pgbouncer.ini.template" >"$FOLDER/pgbouncer.ini"

for role in app follower sweeper auditor; do
    printf '"polyclinic_%s" "%s"\n' "$role" "$DATABASE_PASSWORD"
done >"$FOLDER/users.txt"

unset DATABASE_PASSWORD
exec pgbouncer "$FOLDER/pgbouncer.ini"
