# What run.sh and test.sh need on a machine: the .NET SDK, Postgres, Redis and libgd. Sourced, not run.

# Finds what is missing and installs it with apt when that is allowed; otherwise says what to install, and ends.
#   prepare_machine [program...]   what is needed besides: programs, and libraries to preload, that are packages of the same name;
#                                  program=package where the names differ
prepare_machine() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: install the package dotnet-sdk-10.0, or get it from https://dot.net"
  local missing=()
  # Given servers need no packages of their own.
  [ -n "${DATABASE_URL:-}${ConnectionStrings__identitydb:-}" ] || has_postgres || missing+=(postgresql)
  [ -n "${REDIS_URL:-}${ConnectionStrings__redis:-}" ] || command -v redis-server >/dev/null || command -v valkey-server >/dev/null || missing+=(redis-server)
  has_library libgd.so.3 || missing+=(libgd3)
  has_library libz.so.1 || missing+=(zlib1g)
  local program
  for program in "$@"; do
    command -v "${program%=*}" >/dev/null || has_preload "${program%=*}" || missing+=("${program#*=}")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  if ! command -v apt-get >/dev/null; then
    fail "Missing: ${missing[*]} (Debian's names). Install them with your package manager and start again."
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "Missing: run 'sudo apt-get install ${missing[*]}' and start again."
    as_root=(sudo -n)
  fi
  echo "  Installing ${missing[*]} ..."
  # Debian would otherwise set up and start a cluster that nobody asked for.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -5 "$log" >&2
    fail "apt-get could not install ${missing[*]}: see above."
  fi
  rm -f "$log"
}

has_postgres() {
  { command -v postgres && command -v initdb; } >/dev/null 2>&1 && return
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_library() {
  local known
  known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
  [[ "$known" == *"$1"* ]]
}

# A library in a folder of its own, which the loader does not search.
has_preload() {
  compgen -G "/usr/lib/*/*/$1.so*" >/dev/null
}

fail() {
  echo "error: $*" >&2
  exit 69
}
