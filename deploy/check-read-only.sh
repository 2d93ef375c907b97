#!/usr/bin/env bash
# Publishes each service and starts what came of it as it runs in its image: nothing writable but a temporary folder, no root, no
# diagnostics. Needs root (to become nobody), curl, and libgd for Generation; no container engine and no database.
#   deploy/check-read-only.sh [service...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "$(id -u)" -eq 0 ] || { echo "error: start it as root: it starts the services as nobody." >&2; exit 77; }

root=$(mktemp -d) pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$root"' EXIT
chmod 755 "$root"
install -d -o nobody "$root/temporary"
secret=$(head -c 36 /dev/urandom | base64)
failed=0

for service in "${@:-Identity Keys Billing Generation Gateway}"; do
  for name in $service; do
    folder="$root/$name"
    dotnet publish "services/$name" -c Release -o "$folder" -v q --nologo -clp:ErrorsOnly
    chmod -R a-w,a+rX "$folder"
    port=$((20000 + RANDOM % 20000))
    # Nobody listens at these addresses: a service starts without its stores and says so in /health.
    database="Host=127.0.0.1;Port=1;Username=nobody;Database=none"
    (cd / && exec setpriv --reuid=nobody --regid=nogroup --clear-groups env -i PATH="$PATH" DOTNET_ROOT="${DOTNET_ROOT:-}" HOME=/nonexistent \
      TMPDIR="$root/temporary" DOTNET_EnableDiagnostics=0 ASPNETCORE_ENVIRONMENT=Production \
      INTERNAL_TOKEN_KEY="$secret" SECRET_KEY="$secret" IMAGE_SIGNING_KEY="$secret" WEBHOOK_ENCRYPTION_KEY="$secret" \
      STORAGE_LOCAL_PATH="$root/temporary/images" \
      ConnectionStrings__identitydb="$database" ConnectionStrings__keysdb="$database" ConnectionStrings__generationdb="$database" \
      ConnectionStrings__billingdb="$database" ConnectionStrings__redis="127.0.0.1:1" \
      services__identity__http__0=http://127.0.0.1:1 services__keys__http__0=http://127.0.0.1:1 \
      services__billing__http__0=http://127.0.0.1:1 services__generation__http__0=http://127.0.0.1:1 \
      dotnet "$folder/NanoBanana.$name.dll" --urls "http://127.0.0.1:$port") >"$root/$name.log" 2>&1 &
    pid=$!
    answer=none
    for _ in $(seq 150); do
      answer=$(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/alive" || true)
      [ "$answer" = 200 ] && break
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.2
    done
    # What it wrote beside the program, if it found a way.
    written=$(find "$folder" -newer "$folder/NanoBanana.$name.dll" -user nobody | head -3)
    if [ "$answer" = 200 ] && [ -z "$written" ]; then
      echo "$name: starts"
    else
      echo "$name: FAILED (/alive: $answer) $written"
      tail -20 "$root/$name.log"
      failed=1
    fi
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
  done
done
exit "$failed"
