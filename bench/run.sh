#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run.sh BUILD - what the team costs, as tables; also kept in results/. Misses are printed, nothing fails for them.
B=$1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
case $B in
*openmpi*) run="mpirun.openmpi --bind-to none --oversubscribe -n" ;;
*mpich*) run="mpiexec.mpich -n" ;;
*) echo "bench: skipped: it compares with MPI, and this build has none"; exit 77 ;;
esac
mkdir -p results
out=results/bench-$(uname -n).md
cores=$(nproc)
{
    echo "# What the team costs"
    echo
    echo "$("$B/rxt" --version | head -1); $cores cores; load $(cut -d' ' -f1-3 /proc/loadavg)"
    echo
    echo "## Kernels beside OpenMP, MPI and both by hand (goal: ratio of medians at most 1.02)"
    echo
    echo "| kernel | layout | rxt, s | by hand, s | ratio [95 %] | goal |"
    echo "|---|---|---|---|---|---|"
    for layout in 1x1 "1x$cores" "${cores}x1" 2x2; do
        $run "${layout%x*}" "$B/bench_team" "$layout" static kernels
    done
    echo
    echo "2x2 shares cores where there are fewer than 4."
    echo
    echo "## One empty chunk (wall time / chunks of all workers)"
    echo
    echo "| scheduler | layout | ns [95 %] |"
    echo "|---|---|---|"
    for sched in static dynamic; do
        for layout in 1x1 "1x$cores" "${cores}x1"; do
            $run "${layout%x*}" "$B/bench_team" "$layout" $sched chunks
        done
    done
} | tee "$out"
