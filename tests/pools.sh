#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# pools.sh TASKS VARIABLE=VALUE... - the pool of a build of these variables: the examples are built by their Makefile against
# what `make install` leaves, and run alone, as threads, ranks and both; TASKS tasks go through a 2x2 pool, one of 10000 fails,
# and memory stays as it is; a rank that is killed ends the job; more ranks than tasks end.
cd "$(dirname "$0")/.." || exit 2
tasks=$1
shift
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_mpi_yield_when_idle=1 LC_ALL=C
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
. "$(dirname "$0")/claim.sh"
case " $* " in
*" MPI=no "*) start="" ;;
*" MPI=mpich "*) start="mpiexec.mpich -n" ;;
*) start="mpirun.openmpi --bind-to none --oversubscribe -n" ;;
esac
claim "it installs" "${MAKE:-make}" --no-print-directory -j2 WERROR=-Werror "$@" PREFIX="$T/root" install
B=$("${MAKE:-make}" --no-print-directory -s "$@" folder)
claim "the stress is built" "${MAKE:-make}" --no-print-directory WERROR=-Werror "$@" "$B/stress_pool"
cp -r examples/pools "$T/pools"
claim "the examples are built against it" env PKG_CONFIG_PATH="$T/root/lib/pkgconfig" "${MAKE:-make}" -s -C "$T/pools" CFLAGS="-std=c17 -O2 -Wall -Wextra -Werror"
run() { # run LAYOUT PROGRAM WORD...: its output is in $T/run, its errors in $T/errors, its status
    layout=$1
    shift
    ranks=${layout%x*}
    [ "$ranks" = 1 ] && begin="" || begin="$start $ranks"
    timeout 120 $begin "$@" >"$T/run" 2>"$T/errors" </dev/null
}
layouts="1x1 1x2"
[ -z "$start" ] || layouts="$layouts 2x1 2x2"
for layout in $layouts; do
    run $layout "$T/pools/one_task" --layout $layout --oversubscribe
    claim "one_task $layout: $(head -c 300 "$T/run" "$T/errors")" grep -q "^$layout: area 1\.5" "$T/run"
    run $layout "$T/pools/many_tasks" --layout $layout --oversubscribe
    claim "many_tasks $layout: $(head -c 300 "$T/run" "$T/errors")" grep -q "^$layout: sum 1704566$" "$T/run"
    claim "its failure has its reason in $layout" grep -qx "task 0 failed: there are no primes up to -1" "$T/run"
    run $layout "$T/pools/two_levels" --layout $layout --oversubscribe
    claim "two_levels $layout: $(head -c 300 "$T/run" "$T/errors")" grep -qx "$layout: the last square is 9999800001" "$T/run"
    claim "its tree is $layout" [ "$(awk '/^process/ { r++ } /^  thread/ { t++ } END { print r "x" (r ? t / r : 0) }' "$T/run")" = $layout ]
    claim "its threads are all others" [ "$(grep -o 'tid [0-9]*' "$T/run" | sort -u | wc -l)" = $((${layout%x*} * ${layout#*x})) ]
done
run 1x2 "$T/pools/one_task" --decision "$T/pools" --subject one_task --oversubscribe
claim "a decision is read: $(head -c 300 "$T/run" "$T/errors")" grep -q "^1x2: area 1\.5" "$T/run"

# How many of the first n tasks fail (stress_pool.c), and what is told of all of them.
fail=$(((tasks + 10000 - 78) / 10000))
[ -z "$start" ] && layout=1x2 || layout=2x2
run $layout "$B/stress_pool" $layout "$tasks"
claim "each of $tasks tasks has its end: $(cat "$T/run" "$T/errors")" grep -q "^$layout: $((tasks - fail)) right, $fail failed with their reason, 0 wrong or lost" "$T/run"
claim "each ran once: $(cat "$T/errors")" [ "$(sed -n 's/^worker .* ran \([0-9]*\) tasks.*/\1/p' "$T/errors" | awk '{ n += $1 } END { print n }')" = "$tasks" ]
grown=$(sed -n 's/.*grew by \([-0-9]*\) kB.*/\1/p' "$T/run" "$T/errors" | sort -n | tail -n 1)
echo "$tasks tasks through $layout, $fail of them failing: memory of a rank grew by at most $grown kB"
claim "memory stays as it is: $grown kB" [ "$grown" -lt 4096 ]
if [ -n "$start" ]; then
    run 4x1 "$B/stress_pool" 4x1 3
    claim "more ranks than tasks end: $(cat "$T/run" "$T/errors")" grep -q "^4x1: 3 right, 0 failed" "$T/run"
    run 2x1 "$B/stress_pool" 2x1 1000000000 20000
    status=$?
    claim "a killed rank ends the job ($status)" [ $status != 0 -a $status != 124 ]
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
