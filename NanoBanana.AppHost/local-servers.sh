#!/usr/bin/env bash
# Postgres or Redis on loopback, in the current folder, until the process is told to stop.
#   local-servers.sh postgres PORT    makes the cluster on the first start; the password is in SERVER_PASSWORD
#   local-servers.sh redis PORT       the same for Redis (or Valkey)
#   local-servers.sh wait PORT        ends when Postgres answers there
set -euo pipefail
umask 077
newest=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1 || true)
PATH="$PATH${newest:+:$newest}"

case "$1" in
  postgres)
    if [ "$(id -u)" -eq 0 ]; then
      echo "error: Postgres refuses to run as root: start the AppHost as another user." >&2
      exit 77
    fi
    if [ ! -s postgres/PG_VERSION ]; then
      rm -rf postgres.new
      initdb -D postgres.new -U postgres -E UTF8 --locale=C --auth=scram-sha-256 --pwfile=<(printf '%s\n' "$SERVER_PASSWORD") >/dev/null
      mv postgres.new postgres
    fi
    exec postgres -D postgres -p "$2" -h 127.0.0.1 -k ''
    ;;
  redis)
    mkdir -p redis
    program=$(command -v redis-server || command -v valkey-server)
    # From standard input, because other users can read a command line.
    exec "$program" - <<<"
bind 127.0.0.1
port $2
dir redis
appendonly yes
requirepass $SERVER_PASSWORD"
    ;;
  wait)
    until pg_isready -q -h 127.0.0.1 -p "$2"; do sleep 0.2; done
    ;;
  *)
    echo "usage: local-servers.sh postgres|redis|wait PORT" >&2
    exit 64
    ;;
esac
