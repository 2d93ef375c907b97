#!/usr/bin/env bash
# Restores a backup of ops/backup.sh. Nothing is touched before all of it has been checked. docs/backup.md tells what to do before and after.
set -euo pipefail
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/ops/databases.sh"

usage() {
  cat <<'END'
ops/restore.sh [--replace] [--check] [--deleted FILE] [--images FOLDER | --no-images] BACKUP
  BACKUP is the folder that ops/backup.sh printed. The services must be stopped.
  Databases and images: as for ops/backup.sh. A database that is missing is made.
  --replace  Overwrites what the databases and the folder hold; without it, both must be empty.
  --deleted FILE  Ids of accounts, one a line, that were deleted since the backup: they are deleted again. Those that the databases know which
             --replace overwrites are deleted again in any case.
  --check    Only checks that the backup is whole; needs no database.
  Ends with 0, or 64 (usage), 65 (the backup), 69 (Postgres), 73 (the disk or what is there already), 78 (configuration).
END
}

images=$(image_folder) without_images='' replace='' check='' backup='' deleted=()
# Ids are the only thing of a file or a database that is put into a statement here.
add_deleted() {
  local id=${1,,}
  [[ "$id" =~ ^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$ ]] || return 1
  deleted+=("$id")
}

read_deleted() {
  local line number=0
  [ -f "$1" ] && [ -r "$1" ] || fail 64 "--deleted: the file ${1:-} cannot be read."
  while read -r line || [ -n "$line" ]; do
    number=$((number + 1)) line=${line%$'\r'}
    [ -z "$line" ] || add_deleted "$line" || fail 64 "--deleted: line $number of $1 is no id of an account."
  done <"$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --replace) replace=yes && shift ;;
    --check) check=yes && shift ;;
    --deleted) read_deleted "${2:-}" && shift $(($# > 1 ? 2 : 1)) ;;
    --images) images=${2:-} && shift $(($# > 1 ? 2 : 1)) ;;
    --no-images) without_images=yes && shift ;;
    -*) usage >&2 && fail 64 "There is no option $1." ;;
    *) [ -z "$backup" ] || fail 64 "One backup, please."
      backup=$1 && shift ;;
  esac
done
[ -n "$backup" ] || { usage >&2 && fail 64 "Which backup?"; }
find_programs

# Every file as the manifest has it. It is written last, so without it, or without its end, the backup was never finished.
check_backup() {
  local manifest="$backup/MANIFEST" kind sum size name
  [ -f "$manifest" ] || fail 65 "$backup is no backup, or was never finished: it has no MANIFEST."
  [ "$(head -1 "$manifest")" = "nanobanana-backup 1" ] && [ "$(tail -1 "$manifest")" = end ] || fail 65 "The MANIFEST of $backup is not one of this script's, or not whole."
  files=()
  while read -r kind sum size name; do
    [ "$kind" = file ] || continue
    [[ "$name" =~ ^[a-z]+\.(dump|tar)$ ]] || fail 65 "The MANIFEST names a file that no backup has: $name."
    [ -f "$backup/$name" ] || fail 65 "$name is missing in the backup."
    [ "$(stat -c %s "$backup/$name")" = "$size" ] || fail 65 "$name is not as long as it was: the backup is damaged."
    [ "$(sha256sum <"$backup/$name" | cut -d' ' -f1)" = "$sum" ] || fail 65 "$name is not what was written: the backup is damaged."
    [[ "$name" == *.tar ]] || pg_restore --list "$backup/$name" >/dev/null || fail 65 "$name cannot be read by this version of Postgres: see above."
    files+=("$name")
  done <"$manifest"
  dumps=$(printf '%s\n' "${files[@]}" | grep '\.dump$' | sort | tr '\n' ' ') || true
  case $dumps in
    'billing.dump generation.dump identity.dump keys.dump ' | 'nanobanana.dump ') ;;
    *) fail 65 "The backup has not the dumps of a system: ${dumps:-none}." ;;
  esac
}

has() {
  [[ " ${files[*]} " == *" $1 "* ]]
}

check_backup
echo "The backup is whole: $(sed -n 's/^taken //p' "$backup/MANIFEST"), version $(sed -n 's/^version //p' "$backup/MANIFEST")."
[ -z "$check" ] || exit 0

# Where to: everything is looked at before anything is changed.
read_connections
for name in "${databases[@]}"; do
  has "$name.dump" || fail 78 "The backup is of a system with $([ "${#databases[@]}" -eq 1 ] && echo four databases || echo one database), and what is configured is not."
done
if [ -z "$without_images" ] && has images.tar; then
  [ -n "$images" ] || fail 64 "Where do the images go? --images FOLDER, or --no-images to leave them."
  [ -n "$replace" ] || [ ! -e "$images" ] || [ -z "$(ls -A "$images")" ] || fail 73 "$images is not empty: --replace overwrites what is in it."
fi
missing=()
for name in "${databases[@]}"; do
  if ! tables=$(query "$name" "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')" 2>&1); then
    known=$(at_database=postgres query "$name" "SELECT string_agg(datname, ' ') FROM pg_database" 2>/dev/null) || fail 69 "The database $name does not answer: ${tables%%$'\n'*}"
    [[ " $known " != *" ${database[$name]} "* ]] || fail 69 "The database $name does not answer: ${tables%%$'\n'*}"
    missing+=("$name")
    continue
  fi
  [ -n "$replace" ] || [ "$tables" = 0 ] || fail 73 "The database $name (${database[$name]}) is not empty: --replace overwrites what is in it."
  others=$(query "$name" "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL")
  [ "$others" = 0 ] || fail 73 "The database $name (${database[$name]}) is in use by $others connections: stop the services first."
done

# What people had deleted stays deleted, also when the databases that know of it are replaced by older ones.
known_deleted() {
  local name=${databases[0]} found id
  [[ " ${missing[*]} " != *" $name "* ]] || return 0
  found=$(query "$name" "SELECT to_regclass('identity.deleted_accounts')") || fail 69 "The database $name does not answer: see above."
  [ -n "$found" ] || return 0
  found=$(query "$name" 'SELECT account_id FROM identity.deleted_accounts') || fail 69 "The database $name does not tell who was deleted: see above."
  for id in $found; do add_deleted "$id"; done
}
known_deleted

for name in "${missing[@]}"; do
  at "$name" createdb --no-password "${database[$name]}" || fail 69 "The database $name could not be made: see above."
done
if [ -z "$without_images" ] && has images.tar; then
  mkdir -p "$images" && tar -C "$images" -xf "$backup/images.tar" || fail 73 "The images could not be restored: see above. No database was touched."
fi

# One transaction, committed only if all of the dump came: what goes, and what comes instead. pg_restore --single-transaction knows nothing of the
# former, and its --clean leaves what a later version has added.
restore_database() {
  local schema
  echo 'SET client_min_messages = warning; BEGIN;'
  for schema in $(schemas_of "$1"); do echo "DROP SCHEMA IF EXISTS $schema CASCADE;"; done
  pg_restore --exit-on-error --no-owner --no-privileges --no-comments --file=- "$backup/$1.dump" && delete_again "$1" && echo 'COMMIT; ANALYZE;'
}

# Every service is told of every deletion once more: of one that was made in the backup's own moment, a service may have heard only after its dump. Being told
# again changes nothing. Identity does so when it starts (docs/data-retention.md).
delete_again() {
  [ "$1" = "${databases[0]}" ] || return 0
  local ids
  ids=$(IFS=, && echo "{${deleted[*]}}")
  cat <<END
DO \$\$
BEGIN
  IF to_regclass('identity.erasure_outbox') IS NULL THEN
    IF cardinality('$ids'::uuid[]) > 0 THEN
      RAISE EXCEPTION 'Accounts were deleted since that backup, whose version cannot delete them.';
    END IF;
    RETURN;
  END IF;
  INSERT INTO identity.deleted_accounts (account_id) SELECT unnest('$ids'::uuid[]) ON CONFLICT DO NOTHING;
  DELETE FROM identity.users USING identity.deleted_accounts AS gone WHERE users.id = gone.account_id;
  DELETE FROM identity.ban_outbox USING identity.deleted_accounts AS gone WHERE ban_outbox.account_id = gone.account_id;
  DELETE FROM identity.account_exports USING identity.deleted_accounts AS gone WHERE account_exports.account_id = gone.account_id;
  INSERT INTO identity.erasure_outbox (account_id, service)
  SELECT account_id, service FROM identity.deleted_accounts, unnest(ARRAY['identity', 'keys', 'generation', 'billing']) AS service ON CONFLICT DO NOTHING;
END \$\$;
END
}

for name in "${databases[@]}"; do
  restore_database "$name" | at "$name" psql -Xqw -v ON_ERROR_STOP=1 -o /dev/null ||
    fail 69 "The database $name is as it was: see above. Those named before it are restored; mend the cause and restore again with --replace."
  echo "Restored $name."
done
[ "${#deleted[@]}" -eq 0 ] || echo "Accounts that are deleted again when the services run: $(printf '%s\n' "${deleted[@]}" | sort -u | wc -l)."
