#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# proof.sh BUILD - threads that leave their place and masks that overlap, under a real launcher: what the proof says.
B=$1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY
case $B in
*openmpi*) run="mpirun.openmpi --bind-to none -n 2" rank=OMPI_COMM_WORLD_RANK ;;
*mpich*) run="mpiexec.mpich -n 2" rank=PMI_RANK ;;
*) run="" ;;
esac
# The first two of the cores that are allowed here.
pus=$("$B/rxt" where 1x2 --json 2>/dev/null | tr -d ' "' | tr ',{}' '\n\n\n' | sed -n 's/^planned_pu://p' | xargs)
first=${pus%% *} second=${pus##* }
if [ -n "$run" ] && ! command -v "${run%% *}" >/dev/null 2>&1; then
    echo "proof $B: skipped: no ${run%% *} here"
    exit 77
fi
if [ -z "$first" ] || [ "$first" = "$second" ]; then
    echo "proof $B: skipped: it needs 2 cores and OpenMP"
    exit 77
fi
passed=0 failed=0
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT
claim() { # claim NAME WANT: of the answer in $t/out
    if grep -q -e "$2" "$t/out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $1:"
        head -n 5 "$t/out"
    fi
}
prove() { # prove NAME CASE WANT: by 1x2, and by 2x1 under the launcher
    timeout 60 "$B/test_rxt" prove 1x2 "$2" >"$t/out" 2>&1 </dev/null
    claim "$1, 1x2" "$3"
    [ -z "$run" ] || timeout 60 $run "$B/test_rxt" prove 2x1 "$2" >"$t/out" 2>&1 </dev/null
    [ -z "$run" ] || claim "$1, 2x1" "$3"
}
pinned() { # pinned MASK MASK COMMAND...: rank 0 and rank 1 each with a mask of its own
    one=$1 two=$2
    shift 2
    timeout 60 $run sh -c 'm=$1; [ "$'$rank'" = 0 ] || m=$2; shift 2; exec taskset -c "$m" "$@"' sh "$one" "$two" "$@" >"$t/out" 2>&1 </dev/null
}
prove "threads at home are proven" held "^proven$"
prove "a thread that was moved away between the two looks is rejected" moved "was planned on PU [0-9]* and ran on [0-9]*, then"
prove "a thread that came too late is rejected" came-late "was planned on PU [0-9]* and ran on [0-9]*, then"
prove "a thread that was free to leave is rejected" loose "ended with a mask of\|and ran on"
prove "a run of no time is rejected" quick "less than 100 steps of the clock"
prove "regions of a whole kernel get the team's threads, each at home" whole "^proven 0.1"
prove "a region of more threads than the layout has is rejected" whole-more "other threads than the [12] of its layout ran for"
prove "a thread that a kernel starts and ends within its run is rejected" whole-stranger "other threads than the [12] of its layout ran for"
prove "an answer that is no number is wrong" whole-nan "its answer, -*nan, is no number"
if [ -n "$run" ]; then
    timeout 60 "$B/test_rxt" prove 1x1 whole-mpi >"$t/out" 2>&1 </dev/null
    claim "a whole kernel that uses MPI has it in one rank, too" "^proven"
    timeout 60 $run "$B/test_rxt" prove 2x1 overlap >"$t/out" 2>&1 </dev/null
    claim "two ranks on one core are rejected" "rank 0 thread 0 and rank 1 thread 0 were on one core"
    pinned "$first,$second" "$first" "$B/test_rxt" prove 2x1 held
    claim "masks that overlap are told" "gave ranks 0 and 1 overlapping PUs"
    claim "ranks whose masks overlap are bound apart" "^proven$"
    pinned "$first" "$first" "$B/test_rxt" prove 2x1 held
    claim "two ranks pinned to one core are refused" "layout 2x1 needs"
    pinned "$first" "$second" "$B/test_rxt" prove 2x1 held
    claim "masks that are apart are kept" "^proven$"
fi
echo "proof $B: $passed passed, $failed failed"
[ $failed = 0 ]
