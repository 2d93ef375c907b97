#!/usr/bin/env bash
# Builds everything and runs every test. The last line is "N passed, N failed, N skipped".
#   ./test.sh                all
#   ./test.sh Billing        the projects whose name contains that
#   ./test.sh --soak 600     the proofs on several processes alone, with kills that go on for so many seconds
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/prepare.sh

only=${1:-} filter=()
if [ "$only" = --soak ]; then
  [[ "${2:-}" =~ ^[0-9]+$ ]] || fail "--soak needs a number of seconds."
  export NANOBANANA_SOAK_SECONDS=$2
  only=EndToEnd filter=(-namespace NanoBanana.EndToEnd.Proofs)
fi

prepare_machine chromium libfaketime node=nodejs npm python3
[ "$(df --output=avail -k "${TMPDIR:-/tmp}" | tail -1)" -gt 3000000 ] || fail "The tests need 3 GB free in ${TMPDIR:-/tmp}."
root=$(mktemp -d)
chmod 711 "$root"
trap 'rm -rf "$root"' EXIT
export NANOBANANA_TEST_ROOT="$root"

echo "Building ..."
if ! dotnet build NanoBanana.Services.slnf -c Release -v q --nologo -clp:ErrorsOnly; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

passed=0 failed=0 skipped=0
for project in tests/*.Tests/ tests/EndToEnd/; do
  name=$(basename "$project")
  [[ "$name" == *"$only"* ]] || continue
  program=$(compgen -G "${project}bin/Release/net10.0/NanoBanana.*$name*.dll" | head -1)
  [ -n "$program" ] || continue
  echo "Testing $name ..."
  dotnet "$program" -noColor "${filter[@]}" >"$root/output" 2>&1
  status=$?
  # A test may print what is no text: a provider's bytes in a failure, for one.
  grep -avE '^ +(Discovering|Discovered|Starting|Finished):|^xUnit' "$root/output"
  summary=$(grep -aoE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$root/output" | tail -1)
  if [[ "$summary" =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
    bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
    [ "$bad" -eq 0 ] && [ "$status" -ne 0 ] && bad=1
    failed=$((failed + bad)) skipped=$((skipped + BASH_REMATCH[4]))
    good=$((BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
    passed=$((passed + good))
  else
    echo "$name ended without a summary (exit code $status)."
    failed=$((failed + 1))
  fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
