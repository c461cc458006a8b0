#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# conformance.sh BUILD - every kernel under many layouts and both schedules: one digest each.
B=$1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_mpi_yield_when_idle=1 OPENBLAS_NUM_THREADS=1
export ASAN_OPTIONS=detect_leaks=${RXT_LEAKS:-1}
required="1x1 1x2 2x1 2x2 3x1 1x3 4x2 7x1 16x1"
case $B in
*openmpi*)
    run="mpirun.openmpi --oversubscribe --bind-to none -n" layouts=$required
    case $B in */gcc*) layouts="$required 2x3 3x2 3x3 5x1 5x2 5x3 7x2 7x3" ;; esac # by one compiler: a minute each
    ;;
*mpich*)
    run="mpiexec.mpich -n" layouts="$required"
    cc -shared -fPIC -O2 -o "$B/mpich_yield.so" tests/mpich_yield.c -ldl && preload=$PWD/$B/mpich_yield.so
    ;;
*) run="" layouts="1x1 1x2 1x3" ;;
esac
case $B in *serial*) layouts="1x1" ;; esac
if [ -n "$run" ] && ! command -v "${run%% *}" >/dev/null 2>&1; then
    echo "conformance $B: skipped: no ${run%% *} here"
    exit 77
fi
passed=0 failed=0
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT
for layout in $layouts; do
    for sched in static dynamic; do
        start="" ; [ -z "$run" ] || start="$run ${layout%%x*}"
        timeout 120 $start env ${preload:+LD_PRELOAD=$preload} "$B/test_rxt" conform "$layout" "$sched" >"$t/out" 2>"$t/err" </dev/null
        rc=$?
        [ -e "$t/first" ] || cp "$t/out" "$t/first"
        if [ $rc = 0 ] && [ -s "$t/out" ] && cmp -s "$t/first" "$t/out"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED $layout $sched (status $rc):"
            diff "$t/first" "$t/out" | head -5
            grep FAILED "$t/out" | head -5
            tail -n 5 "$t/err"
        fi
    done
done
echo "conformance $B: $(grep -c . "$t/first") digests, each the same in all of: $layouts"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
