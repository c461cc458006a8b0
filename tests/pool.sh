#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# pool.sh BUILD COMPILER - a program with a pool under a launcher: maps, tasks by the thousand, tasks that have
# become slow, a program that has MPI already, a rank that is killed. BUILD holds librxt.so.0 (make library).
B=$1 cc=${2:-cc}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_mpi_yield_when_idle=1 LC_ALL=C
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
case $B in
*openmpi*) run="mpirun.openmpi --oversubscribe --bind-to none" mpicc=mpicc.openmpi wrapped=OMPI_CC ;;
*mpich*) run="mpiexec.mpich" mpicc=mpicc.mpich wrapped=MPICH_CC ;;
*) run="" ;;
esac
if [ -n "$run" ] && ! command -v "${run%% *}" >/dev/null 2>&1; then
    echo "pool.sh $B: skipped: no ${run%% *} here"
    exit 77
fi
. "$(dirname "$0")/claim.sh"
lines="tests/pool_program.c -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -g -O1 -Iinclude"
link="$B/librxt.so.0 -Wl,-rpath,$PWD/$B -pthread"
claim "it compiles" sh -c "$cc $lines -o '$T/program' $link"
start() { # start LAYOUT WORD...: the program with as many ranks
    layout=$1 n=${1%%x*}
    shift
    timeout 100 ${run:+$run -n $n} "$program" "$@" --layout "$layout" >"$T/out" 2>"$T/err" </dev/null
}
says() { # says LAYOUT WORDS LINE...: all of them
    layout=$1 words=$2
    shift 2
    start "$layout" $words
    status=$?
    claim "$layout $words ends well: $status $(tail -n 3 "$T/err" "$T/out")" [ $status = 0 ]
    for line in "$@"; do
        claim "$layout $words: $line ($(tail -n 3 "$T/out"))" grep -qxF "$line" "$T/out"
    done
}
program=$T/program
layouts="1x1 1x3"
[ -z "$run" ] || layouts="1x1 1x3 2x1 2x2 3x1"
for layout in $layouts; do
    says "$layout" "map 1009" "map base 0: error 1 items 13 to 13: item 13 is unlucky (and 9 more calls failed)" "map base 1: error 0 " "map: 0 wrong"
    says "$layout" "submit 20000" "submit: 20000 once, 20 failed, 0 wrong, bounded, nothing is left: 1" "odd: 0 wrong, some were cancelled: 1"
    says "$layout" "submit 2" "submit: 2 once, 0 failed, 0 wrong, bounded, nothing is left: 1"
done
for layout in $layouts; do
    says "$layout" "slow 5000" "slow: 48 long ones, 0 by strangers"
done
says 1x3 "map 1009 twice" "map: 0 wrong" # a pool behind a pool: of one rank, which has no MPI to end
claim "twice is two pools" [ "$(grep -c '^layout 1x' "$T/out")" = 2 ] # the option is gone by then

if [ -n "$run" ]; then
    # Other ranks than were started, and a layout that only one rank was told.
    timeout 100 $run -n 3 "$program" map --layout 2x1 >"$T/out" 2>"$T/err" </dev/null
    claim "2x1 on 3 ranks is refused: $?" grep -q "layout 2x1 needs 2 ranks on 1 node, the launcher started 3" "$T/err"
    timeout 100 $run -n 2 sh -c 'case ${PMIX_RANK:-$PMI_RANK} in 1) export RXT_LAYOUT=2x2 ;; *) export RXT_LAYOUT=2x1 ;; esac; exec "$0" map' "$program" >"$T/out" 2>"$T/err" </dev/null
    claim "two layouts are refused" grep -q "rank 0 was told layout 2x1 and rank 1 2x2" "$T/err"

    start 2x1 tables
    claim "two tables of tasks are refused" grep -q "ranks 0 and 1 have different tables of tasks" "$T/err"

    # A program that starts and ends MPI itself has as many pools as it likes.
    claim "it compiles with MPI" sh -c "$wrapped='$cc' $mpicc -DWITH_MPI $lines -o '$T/with_mpi' $link"
    program=$T/with_mpi
    says 2x1 "submit 2000 twice" "submit: 2000 once, 2 failed, 0 wrong, bounded, nothing is left: 1"
    claim "twice is two pools of two ranks" [ "$(grep -c '^layout 2x1$' "$T/out")" = 2 ]
    program=$T/program

    # A rank is killed: rank 0, or who is left of its node, tells it, and nothing hangs.
    for victim in 1 0; do
        timeout 60 $run -n 3 "$program" wait --layout 3x1 >"$T/out" 2>"$T/err" </dev/null &
        launcher=$! n=0
        until grep -q waiting "$T/out" || [ $n = 550 ]; do
            sleep 0.1
            n=$((n + 1))
        done
        pid=$(awk -v rank=$victim '/^rank/ && $2 == rank { print $4 }' "$T/out")
        kill -KILL "$pid"
        wait $launcher
        status=$?
        claim "rank $victim killed: the launch fails and ends ($status)" [ $status != 0 -a $status != 124 ]
        case $B in # Hydra ends the others without a word to them, and tells of one process, now and then of another
        *mpich*)
            pids=$(awk '/^rank/ { printf "%s%s", n++ ? "|" : "", $4 }' "$T/out")
            claim "rank $victim killed: it is told, with a rank of it" grep -qE "PID ($pids) RUNNING AT" "$T/out" "$T/err"
            continue
            ;;
        esac
        claim "rank $victim killed: it is told ($(grep rxt: "$T/err"))" grep -q "rxt: rank $victim on .* (pid $pid) is gone" "$T/err"
        [ $victim = 0 ] || claim "rank $victim killed: what was not done is told" grep -q "6 tasks of the pool were not done" "$T/err"
    done
fi
echo "pool $B: $passed passed, $failed failed"
[ $failed = 0 ]
