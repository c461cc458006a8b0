#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run.sh RXT [-u] - the command line by stored outputs: NAME.cmd is run, NAME.out is all it prints, NAME.rc its
# status. -u rewrites them. Commands see `rxt`, and an empty folder $T of their own. Two run at a time: they wait
# for launchers more than they compute.
if [ "$1" = --one ]; then # run.sh --one NUMBER NAME.cmd: what it prints and its status stay beside its folder
    T=$RXT_CLI_WORK/$2
    mkdir -p "$T/bin" && ln -s "$RXT_CLI_RXT" "$T/bin/rxt"
    PATH=$T/bin:$PATH
    export T PATH
    sh "$3" >"$T.out" 2>&1 </dev/null
    echo $? >"$T.rc"
    sed -i -E '/^rxt: (at most|about) [0-9]* launch.* in /d' "$T.out" # how long each study may become is told before whatever a test is about
    exit 0
fi
cd "$(dirname "$0")/../.." || exit 2
if [ ! -f "${1:-build/rxt}" ] || [ ! -x "${1:-build/rxt}" ]; then
    echo "usage: tests/cli/run.sh [RXT [-u]]: '${1:-build/rxt}' is no program below $PWD" >&2
    exit 2
fi
update=${2:-}
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
export XDG_STATE_HOME=$W/state # what a user keeps of this machine is none of theirs
export RXT_TRIES=1 RXT_CLI_WORK=$W RXT_CLI_RXT=$PWD/${1:-build/rxt}
export NO_COLOR=1 LC_ALL=C OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES
ls tests/cli/*.cmd | awk '{ print NR, $0 }' | xargs -P 2 -n 2 sh tests/cli/run.sh --one
passed=0 failed=0 skipped=0 number=0
for cmd in tests/cli/*.cmd; do
    name=${cmd%.cmd}
    number=$((number + 1))
    out=$W/$number.out
    rc=$(cat "$W/$number.rc" 2>/dev/null)
    if [ "$rc" = 77 ]; then
        skipped=$((skipped + 1))
        echo "skipped $(basename "$name"): $(cat "$out")"
    elif [ "$update" = -u ]; then
        cp "$out" "$name.out"
        echo "$rc" >"$name.rc"
    elif [ "$rc" = "$(cat "$name.rc")" ] && cmp -s "$out" "$name.out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $(basename "$name"): status $rc, not $(cat "$name.rc")"
        diff "$name.out" "$out" | head -10
    fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
