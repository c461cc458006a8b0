#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# pools.sh BUILD - tasks a second of rxt's pool beside other pools (bench/pools.txt), as Markdown. ROUNDS=N, 6 or more for intervals.
B=$1
rounds=${ROUNDS:-7}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_DYNAMIC=false OMP_PROC_BIND=false
case $B in
*-serial*) START="" ;;
*mpich*) START="mpiexec.mpich -n" ;;
*openmpi*) START="mpirun.openmpi --bind-to none --oversubscribe -n" ;;
*) START="" ;;
esac
if [ -z "$START" ] || ! command -v "${START%% *}" >/dev/null 2>&1; then
    echo "bench $B: skipped: it needs MPI and OpenMP"
    exit 77
fi
export START
echo "Rounds: $rounds; a start of each pool in every round, in turn; medians of tasks a second; 95 % interval of the median of the rounds' ratios."
echo "empty: no argument, no result; square: 8 bytes each way; row: 256 points of the Mandelbrot set (Python's in plain Python), 512 bytes back."
echo "map: as each cuts its items itself; chunk: one item at a time; submit: a call and a future a task. MISS: the goal was not reached."
echo
"$B/bench_pools" "$B" "$rounds" bench/pools.txt
