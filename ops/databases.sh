# What backup.sh and restore.sh share: which databases there are, how they are reached, and Postgres' own programs. Sourced, not run.

readonly services=(identity keys generation billing)
declare -A host port user password database sslmode rootcert

# Messages are read by people who search for them; and nothing of the caller's own settings of libpq may lead elsewhere.
export LC_ALL=C
unset PGHOSTADDR PGSERVICE PGSERVICEFILE PGOPTIONS PGDATABASE

# Ends with what went wrong; the code is one of sysexits.h: 64 usage, 65 the backup, 69 Postgres, 73 the disk, 78 the configuration.
fail() {
  local code=$1
  shift
  echo "error: $*" >&2
  exit "$code"
}

find_programs() {
  local bin
  bin=$(compgen -G '/usr/lib/postgresql/*/bin/pg_restore' | sort -V | tail -1) || true
  [ -z "$bin" ] || PATH="$(dirname "$bin"):$PATH"
  local program
  for program in psql pg_dump pg_restore createdb; do
    command -v "$program" >/dev/null || fail 69 "Postgres' client programs are missing ($program): install the package postgresql-client."
  done
}

# Reads where each service's database is, from the variables that the services read themselves. Sets 'databases': the four services, or
# 'nanobanana' alone where all four share one database.
read_connections() {
  local service variable text
  for service in "${services[@]}"; do
    variable="ConnectionStrings__${service}db"
    text=${!variable:-${DATABASE_URL:-}}
    [ -n "$text" ] || fail 78 "$variable is not set, nor is DATABASE_URL: say where the database is."
    host[$service]='' port[$service]=5432 user[$service]='' password[$service]='' database[$service]='' sslmode[$service]=prefer rootcert[$service]=''
    if [[ "$text" == *://* ]]; then read_url "$service" "$text"; else read_pairs "$service" "$text"; fi || fail 78 "$variable (or DATABASE_URL) is not a Postgres connection string."
    [ -n "${host[$service]}" ] || fail 78 "$variable (or DATABASE_URL) names no host."
    database[$service]=${database[$service]:-${user[$service]}}
  done
  local different
  different=$(for service in "${services[@]}"; do echo "${host[$service]} ${port[$service]} ${database[$service]}"; done | sort -u | wc -l)
  case $different in
    4) databases=("${services[@]}") ;;
    1)
      databases=(nanobanana)
      local -n setting
      for setting in host port user password database sslmode rootcert; do setting[nanobanana]=${setting[identity]}; done
      ;;
    *) fail 78 "Some of the services share a database and others do not: name four, or one for all." ;;
  esac
}

# The schemas that a database holds: its service's, or all of them.
schemas_of() {
  if [ "$1" = nanobanana ]; then echo "${services[@]}"; else echo "$1"; fi
}

# postgresql://user:password@host:port/database?sslmode=require
read_url() {
  local service=$1 pattern='^postgres(ql)?(\+[a-z0-9]+)?://(([^:@/?]*)(:([^@/?]*))?@)?(\[([^]]+)\]|[^]:/?@[]*)(:([0-9]+))?/([^?]*)(\?(.*))?$'
  [[ "$2" =~ $pattern ]] || return 1
  local match=("${BASH_REMATCH[@]}")
  host[$service]=${match[8]:-${match[7]}} port[$service]=${match[10]:-5432}
  user[$service]=$(decode "${match[4]}") password[$service]=$(decode "${match[6]}") database[$service]=$(decode "${match[11]}")
  if [[ "&${match[13]}" =~ \&sslmode=([^\&]*) ]]; then sslmode[$service]=${BASH_REMATCH[1]}; fi
}

decode() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# Host=...;Port=...;Username=...;Password=...;Database=..., as Npgsql reads it: names in any case, values that may be quoted.
read_pairs() {
  local service=$1 rest=$2 key value mode
  local pattern='^[[:space:];]*([^=;]+)=[[:space:]]*("(([^"]|"")*)"[[:space:]]*|'"'(([^']|'')*)'"'[[:space:]]*|([^;]*))(;|$)'
  while [[ "$rest" =~ ^[[:space:]\;]*[^[:space:]\;] ]]; do
    [[ "$rest" =~ $pattern ]] || return 1
    rest=${rest:${#BASH_REMATCH[0]}}
    key=${BASH_REMATCH[1],,}
    case ${BASH_REMATCH[2]} in
      \"*) value=${BASH_REMATCH[3]//\"\"/\"} ;;
      \'*) value=${BASH_REMATCH[5]//\'\'/\'} ;;
      *) value=${BASH_REMATCH[7]%"${BASH_REMATCH[7]##*[![:space:]]}"} ;;
    esac
    case ${key//[[:space:]]/} in
      host | server) host[$service]=$value ;;
      port) port[$service]=$value ;;
      username | userid | uid) user[$service]=$value ;;
      password | psw | pwd) password[$service]=$value ;;
      database | db) database[$service]=$value ;;
      sslmode)
        mode=${value,,}
        mode=${mode/#verifyca/verify-ca}
        sslmode[$service]=${mode/#verifyfull/verify-full}
        ;;
      rootcertificate) rootcert[$service]=$value ;;
    esac
  done
}

# Runs one of Postgres' programs at a database. What it needs to get in is in its environment, where arguments would show it to the whole machine.
at() {
  local name=$1
  shift
  PGHOST=${host[$name]} PGPORT=${port[$name]} PGUSER=${user[$name]} PGPASSWORD=${password[$name]} PGDATABASE=${at_database:-${database[$name]}} \
    PGSSLMODE=${sslmode[$name]} PGSSLROOTCERT=${rootcert[$name]} PGCONNECT_TIMEOUT=10 PGAPPNAME=nanobanana-backup "$@"
}

# What one statement answers, without decoration.
query() {
  at "$1" psql -XqAtw -v ON_ERROR_STOP=1 -c "$2"
}

# Where images are, as Generation reads it. Empty when they are in no folder.
image_folder() {
  case ${Storage__Backend:-${STORAGE_BACKEND:-}} in
    s3 | none) ;;
    *) echo "${Storage__LocalPath:-${STORAGE_LOCAL_PATH:-}}" ;;
  esac
}
