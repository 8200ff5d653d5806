#!/bin/sh
# Write what Redis must not be told on its command line, and become Redis.
#
#   REDIS_PASSWORD  what clients must say
set -eu
umask 077

: "${REDIS_PASSWORD:?set it to the password of Redis}"
printf 'requirepass "%s"\n' "$REDIS_PASSWORD" >/tmp/redis.conf
unset REDIS_PASSWORD

# Redis carries words of work that is due; the work itself stands in PostgreSQL. The append-only file makes a restart
# cheap, and noeviction makes a full memory an error that is seen instead of a word that is lost.
exec redis-server /tmp/redis.conf \
    --dir /data --appendonly yes --appendfsync everysec --save "" --maxmemory 256mb --maxmemory-policy noeviction
