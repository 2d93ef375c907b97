#!/usr/bin/env bash
# Measures NanoBanana against bare YARP on this machine: throughput, latency, processor time, commits, memory. Ctrl-C stops everything.
#   bench/run.sh analytics  an account's figures after up to a million generations
#   bench/run.sh events     from a job's end to its event in the stream and to its webhook
#   bench/run.sh history    pages and figures of a history of up to a million images
#   bench/run.sh library    favourites, projects, chats and searches of up to a million of everything
#   bench/run.sh queue      taking jobs from a queue of up to a million
#   bench/run.sh [--only gateway|whole|memory] [--quick] [--rounds N] [--seconds N] [--connections 1,16,64] [--json FILE]
# The last lines say which targets are met; the exit code is 1 when one is missed. It takes about five minutes and, under TMPDIR, a few GB.
set -euo pipefail
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/prepare.sh

# It measures servers of its own and must never touch yours.
unset DATABASE_URL REDIS_URL "${!ConnectionStrings__@}"
prepare_machine wrk
echo "  Building ..." >&2
dotnet build bench/NanoBanana.Bench -c Release -v q --nologo -clp:ErrorsOnly >&2 || fail "The build failed: see above."
program=$PWD/bench/NanoBanana.Bench/bin/Release/net10.0/NanoBanana.Bench.dll
cd "$called_from"
exec dotnet "$program" "$@"
