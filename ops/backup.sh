#!/usr/bin/env bash
# Writes a backup of a running system: the databases as of one moment, and the folder of images. docs/backup.md tells what is in it.
set -euo pipefail
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/ops/databases.sh"

usage() {
  cat <<'END'
ops/backup.sh [--images FOLDER | --no-images] DESTINATION
  Makes a new folder in DESTINATION and prints its path. The system goes on running.
  Databases: ConnectionStrings__identitydb, __keysdb, __generationdb and __billingdb, or DATABASE_URL.
  Images: --images, or Storage__LocalPath (STORAGE_LOCAL_PATH); --no-images where a bucket or something else keeps them.
  Ends with 0, or 64 (usage), 69 (Postgres), 73 (the disk), 78 (configuration).
END
}

readonly attempts=5
images=$(image_folder) without_images='' destination=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --images) images=${2:-} && shift $(($# > 1 ? 2 : 1)) ;;
    --no-images) without_images=yes && shift ;;
    -*) usage >&2 && fail 64 "There is no option $1." ;;
    *) [ -z "$destination" ] || fail 64 "One destination, please."
      destination=$1 && shift ;;
  esac
done
[ -n "$destination" ] || { usage >&2 && fail 64 "Where to?"; }
case ${Storage__Backend:-${STORAGE_BACKEND:-}} in s3 | none) [ -n "$images" ] || without_images=yes ;; esac
[ -n "$without_images" ] || [ -n "$images" ] || fail 64 "Which folder holds the images? --images FOLDER, or --no-images where none does."
[ -n "$without_images" ] || [ -d "$images" ] || fail 78 "$images, the folder of images, is not there."
read_connections
find_programs

# What is written is as secret as the databases are.
umask 077
mkdir -p "$destination" || fail 73 "$destination cannot be made."
exec {lock}>"$destination/.lock" || fail 73 "$destination cannot be written to."
flock --nonblock "$lock" || fail 73 "Another backup is being written to $destination."
rm -rf "$destination"/.partial-*
readonly stamp=$(date -u +%Y%m%dT%H%M%SZ)
readonly finished="$destination/nanobanana-$stamp"
readonly partial="$destination/.partial-$stamp"
[ ! -e "$finished" ] || fail 73 "$finished is there already."
mkdir "$partial" || fail 73 "$partial cannot be made."
readonly pipes=$(mktemp -d)

declare -A to from process
trap 'end_sessions; rm -rf "$partial" "$pipes"' EXIT
# A session that ends unasked is an answer, not the end.
trap '' PIPE
trap 'exit 130' INT
trap 'exit 143' TERM

# A session at a database, which stays open beside others.
#   open_session NAME DATABASE
open_session() {
  mkfifo "$pipes/$1.in" "$pipes/$1.out"
  at "$2" psql -XqAtw -v ON_ERROR_STOP=1 <"$pipes/$1.in" >"$pipes/$1.out" 2>"$pipes/error" &
  process[$1]=$!
  exec {to[$1]}>"$pipes/$1.in" {from[$1]}<"$pipes/$1.out"
  ask "$1" 'SELECT 1' >/dev/null || fail 69 "The database $2 does not answer: $(head -1 "$pipes/error")"
}

# Says something in it; the last line that comes back.
ask() {
  local line answer='' said="${to[$1]}" heard="${from[$1]}"
  printf '%s;\n\\echo .\n' "$2" >&"$said" 2>/dev/null || return 1
  while read -r -u "$heard" line; do
    [ "$line" != . ] || { echo "$answer" && return; }
    answer=$line
  done
  return 1
}

end_sessions() {
  local name
  for name in "${!process[@]}"; do
    kill "${process[$name]}" 2>/dev/null || true
    wait "${process[$name]}" 2>/dev/null || true
    exec {to[$name]}>&- {from[$name]}<&-
    rm -f "$pipes/$name".*
  done
  process=() to=() from=()
}

# One moment for all databases. While their snapshots are taken, a few milliseconds, Generation changes no job and Identity no account: each waits.
# Generation comes before Billing and Identity, and Identity before Keys, because whoever tells another of something forgets that it has to once
# the other knows; docs/backup.md has the whole reason.
hold_still() {
  open_session still-generation generation
  open_session still-identity identity
  readonly_sessions
  ask still-generation "SET lock_timeout = '3s'; BEGIN; LOCK TABLE generation.jobs, generation.events IN SHARE ROW EXCLUSIVE MODE" >/dev/null || return 1
  snapshot generation || return 1
  ask still-identity "SET lock_timeout = '3s'; BEGIN; LOCK TABLE identity.users, identity.ban_outbox IN SHARE ROW EXCLUSIVE MODE" >/dev/null || return 1
  snapshot identity && snapshot keys && snapshot billing || return 1
  ask still-generation ROLLBACK >/dev/null && ask still-identity ROLLBACK >/dev/null
}

readonly_sessions() {
  local name
  for name in "${databases[@]}"; do
    open_session "$name" "$name"
    ask "$name" 'SET idle_in_transaction_session_timeout = 0' >/dev/null
  done
}

declare -A snapshots
snapshot() {
  snapshots[$1]=$(ask "$1" 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot()')
}

if [ "${#databases[@]}" -eq 1 ]; then
  readonly_sessions
  snapshot nanobanana || fail 69 "No snapshot of the database: $(head -1 "$pipes/error")"
else
  for ((attempt = 1; ; attempt++)); do
    hold_still && break
    [ "$attempt" -lt "$attempts" ] || fail 69 "The databases could not be held still: $(head -1 "$pipes/error")"
    end_sessions
    sleep 2
  done
fi
readonly taken=$(date -u +%Y-%m-%dT%H:%M:%SZ)

for name in "${databases[@]}"; do
  only=()
  for schema in $(schemas_of "$name"); do only+=("--schema=$schema"); done
  at "$name" pg_dump --no-password --format=custom --snapshot="${snapshots[$name]}" "${only[@]}" --extension='*' --no-owner --no-privileges \
    --lock-wait-timeout=60s --file="$partial/$name.dump" || fail 69 "The database $name could not be dumped: see above."
done
end_sessions

# After the databases: a job's image is stored before the job says so. What its owner deletes meanwhile is no fault, which is tar's code 1.
if [ -z "$without_images" ]; then
  status=0
  tar --warning=no-file-changed --warning=no-file-removed --exclude='.*.tmp' -C "$images" -cf "$partial/images.tar" . || status=$?
  [ "$status" -le 1 ] || fail 73 "The images could not be copied: see above."
fi

(
  cd "$partial"
  echo "nanobanana-backup 1"
  echo "version $(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")"
  echo "taken $taken"
  for file in *.dump *.tar; do
    [ ! -e "$file" ] || echo "file $(sha256sum <"$file" | cut -d' ' -f1) $(stat -c %s "$file") $file"
  done
  echo "end"
) >"$partial/.manifest" && mv "$partial/.manifest" "$partial/MANIFEST" || fail 73 "The manifest could not be written."
sync "$partial"/* "$partial" || fail 73 "The disk did not take the backup."
mv -T "$partial" "$finished"
sync "$destination"
echo "$finished"
