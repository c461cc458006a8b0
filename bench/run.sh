#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run.sh BUILD [KERNEL ...] - our kernels beside their rivals, two workers beside one, what the team costs, pools beside pools,
# as Markdown: printed, and kept in results/bench-HOST-BUILD.md. ROUNDS=N, 6 or more for intervals. With names of
# kernels: those beside their rivals, printed only.
B=$1
shift
rounds=${ROUNDS:-7}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
case $B in
*-serial*) start="" ;;
*mpich*) start="mpiexec.mpich -n" ;;
*openmpi*) start="mpirun.openmpi --bind-to none --oversubscribe -n" ;;
*) start="" ;;
esac
if [ -z "$start" ] || ! command -v "${start%% *}" >/dev/null 2>&1; then
    echo "bench $B: skipped: it needs MPI and OpenMP"
    exit 77
fi
n_pus=$(nproc)
status=0
team() { # layout, kind, seconds a task
    crowd=""
    [ $((${1%x*} * ${1#*x})) -le "$n_pus" ] || crowd="OMPI_MCA_mpi_yield_when_idle=1 OMP_WAIT_POLICY=passive"
    timeout 120 $start "${1%x*}" env $crowd "$B/bench_team" "$@" </dev/null || status=1
}
chunk() { # layout, schedule
    timeout 120 $start "${1%x*}" "$B/bench_chunk" "$@" </dev/null || status=1
}
if [ $# -gt 0 ]; then
    exec "$B/bench_rivals" "$B" "$rounds" bench/rivals.txt "$@"
fi
tables() {
    echo "# How fast"
    echo
    echo "$("$B/rxt" --version | head -n 1). $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $n_pus PUs, load $(cut -d' ' -f1-3 /proc/loadavg) at the start."
    echo
    echo "## The ceilings beside likwid-bench"
    sh bench/likwid.sh "$B/rxt" || [ $? = 77 ] || status=1
    echo
    echo "## The kernels beside their rivals"
    echo "Rounds: $rounds; medians over them, rxt and rival in turn; 95 % interval of the ratio. MISS: the goal was not reached."
    echo
    "$B/bench_rivals" "$B" "$rounds" bench/rivals.txt || status=1
    echo
    echo "## Two workers beside one"
    echo "Rates over that of one program, medians over the rounds. Two programs that know nothing of each other are what the machine gives."
    echo
    "$B/bench_workers" "$B" "$rounds" $("$B/rxt" place 1x2 --json | sed -n 's/.*"pu": \([0-9]*\).*/\1/p') $("$B/rxt" kernels --json | sed -n 's/^  "name": "\(.*\)",/\1/p') || status=1
    echo
    echo "## The team beside loops by hand"
    export OMP_NUM_THREADS=1 OMP_DYNAMIC=false OMP_PROC_BIND=false OPENBLAS_NUM_THREADS=1
    echo "Times and ratio are those of medians; pairs in turn, all memory anew five times; 95 % interval of the median of the pairs' ratios; goal: ratio <= 1.02."
    echo "The ratio of minima is told beside, since a neighbour on the machine disturbs it least."
    echo
    echo "| kernel | layout, by hand | team, ms | by hand, ms | ratio | 95 % | of minima | pairs | goal |"
    echo "|---|---|--:|--:|--:|---|--:|--:|---|"
    team 1x2 openmp 2.5
    team 2x1 mpi 2.5
    team 1x2 hybrid 2.5
    team 2x2 hybrid 1.5
    echo
    echo "One empty chunk: time of one worker a chunk (time x workers / chunks)."
    echo
    echo "| scheduler | layout | ns | 95 % | runs |"
    echo "|---|---|--:|---|--:|"
    chunk 1x1 static
    chunk 1x2 static
    chunk 1x1 dynamic
    chunk 1x2 dynamic
    chunk 2x1 dynamic
    echo
    echo "## Pools"
    sh bench/pools.sh "$B" || status=1
    echo
    echo "## rxt bind in front of a program"
    echo "CPU time of a start of /bin/true, kinds in turn; added: to that of the program alone, of medians."
    echo
    "$B/bench_bind" "$B/rxt" 300 || status=1
}
mkdir -p results
keep=results/bench-$(uname -n)-$(basename "$B").md
{ tables; echo $status >"$keep.status"; } | tee "$keep.new" # seen as it comes; a pipe has no status of its own
mv "$keep.new" "$keep"
status=$(cat "$keep.status") && rm "$keep.status"
exit "$status"
