#!/usr/bin/env bash
# Starts NanoBanana whole: its own Postgres and Redis, all services, one port. Ctrl-C stops everything.
#   PORT (8000), HOST (127.0.0.1) and NANOBANANA_HOME (~/.nanobanana) move it; DATABASE_URL and REDIS_URL use servers of yours.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/prepare.sh

program=NanoBanana.Standalone/bin/Release/net10.0/NanoBanana.Standalone.dll

# Whether a source is newer than what was built last: asking the build itself takes longer than a start.
is_stale() {
  [ ! -e "$program" ] || [ -n "$(find . -newer "$program" -type f \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.sql' -o -name '*.routes.json' -o -path './docs/errors/*' \) \
    -not -path '*/obj/*' -not -path '*/bin/*' -not -path './tests/*' -not -path './bench/*' -print -quit)" ]
}

prepare_machine
if is_stale; then
  echo "  Building (a minute the first time) ..."
  dotnet build NanoBanana.Standalone -c Release -v q --nologo -clp:ErrorsOnly || fail "The build failed: see above."
  touch "$program"
fi
exec dotnet "$program" "$@"
