#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run.sh RXT [-u] - the command line by stored outputs: NAME.cmd is run, NAME.out is all it prints, NAME.rc its
# status. -u rewrites them. Commands see `rxt`, and an empty folder $T of their own.
cd "$(dirname "$0")/../.." || exit 2
rxt=$PWD/${1:-build/rxt}
update=${2:-}
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
mkdir "$T/bin" && ln -s "$rxt" "$T/bin/rxt"
PATH=$T/bin:$PATH
export T PATH NO_COLOR=1 LC_ALL=C OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES
passed=0 failed=0 skipped=0
for cmd in tests/cli/*.cmd; do
    name=${cmd%.cmd}
    sh "$cmd" >"$T/out" 2>&1 </dev/null
    rc=$?
    if [ $rc = 77 ]; then
        skipped=$((skipped + 1))
        echo "skipped $(basename "$name"): $(cat "$T/out")"
    elif [ "$update" = -u ]; then
        cp "$T/out" "$name.out"
        echo $rc >"$name.rc"
    elif [ "$rc" = "$(cat "$name.rc")" ] && cmp -s "$T/out" "$name.out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $(basename "$name"): status $rc, not $(cat "$name.rc")"
        diff "$name.out" "$T/out" | head -10
    fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
