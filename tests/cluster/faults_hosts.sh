#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# faults_hosts.sh RXT - faults between hosts, injected into a launch over three of them: a cut link, a host without power.
here=$(dirname "$0")
rxt=$(realpath "$1")
T=$(mktemp -d /tmp/rxt.XXXXXX)
D=$T/h
. "$here/../processes.sh"
. "$here/../faults_parts.sh"
export RXT_TRIES=1
sh "$here/hosts.sh" up "$D" 3 || { rc=$?; rm -rf "$T"; exit $rc; }
trap 'sh "$here/hosts.sh" down "$D"; rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cp "$rxt" "$T/rxt-under-test"
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$T/rxt-rank"
study() {
    "$D/on" h1 "$T/rxt-under-test" study "$@" --out "$T/s" >"$T/out" 2>"$T/err" </dev/null &
    driver=$!
}
in_switch() { nsenter -t "$(cat "$D/pid/switch")" --net -- "$@"; }
ranks_of() { # ranks_of HOST
    space=$(readlink "/proc/$(cat "$D/pid/$1")/ns/net")
    for p in $(ranks); do [ "$(readlink "/proc/$p/ns/net")" != "$space" ] || echo "$p"; done
}
await_host() { # await_host HOST: a rank of it runs, and is past MPI_Init
    for _ in $(seq 300); do
        [ -n "$(ranks_of "$1")" ] && sleep 1 && [ -n "$(ranks_of "$1")" ] && return 0
        sleep 0.05
    done
    return 1
}
long="square n=120 grain=1 sleep_us=20000 --size small --layouts 1x1,3:1x1 --reps 2 --timeout 12s"

fault "the link to a host is cut in mid-launch"
study $long --rounds 3
expect "a rank came up on h2" await_host h2
in_switch ip link set p2 down
sleep 14
in_switch ip link set p2 up
finish
expect "the study ends with status 3: the layout was asked for" test "$rc" = 3
expect "the launch is bounded and reported" said "without an answer\|lost\|exit status\|connection"
expect "with the link back, 3:1x1 gave samples" grep -q '"rxt-sample/1".*"layout":"3:1x1"' "$T/s/journal.jsonl"
verdict "$(seen 'ended after [^|:]*')"
rm -rf "$T/s"

fault "a host loses its power in mid-launch"
study $long --rounds 2
expect "a rank came up on h3" await_host h3
in_switch ip link set p3 down # first, so that nobody is told of an end
space=$(readlink "/proc/$(cat "$D/pid/h3")/ns/net")
for link in /proc/[0-9]*/ns/net; do
    [ "$(readlink "$link")" != "$space" ] || { p=${link#/proc/}; kill -KILL "${p%%/*}"; }
done
finish
expect "the study ends by itself" test "$rc" -lt 128
expect "samples of the layouts without it are kept" grep -q '"rxt-sample/1".*"layout":"1x1"' "$T/s/journal.jsonl"
expect "the report names what happened" said "without an answer\|lost\|exit status\|h3"
verdict "$(seen 'ended after [^|:]*\|exit status [0-9][^|]\{0,90\}')"
closing
