#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# placed.sh RXT - studies of programs whose threads go where the plan does not put them: what leaves its place is rejected, or
# started again without places; what only seems to leave it is not. What the user sets by --env holds, whatever rxt would set.
rxt=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
export RXT_TRIES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY RXT_PLAN RXT_TASK
pus=$("$rxt" place 1x2 --json 2>/dev/null | sed -n 's/.*"pu": \([0-9]*\).*/\1/p' | xargs)
first=${pus%% *} second=${pus##* }
if [ -z "$first" ] || [ "$first" = "$second" ] || ! command -v taskset >/dev/null; then
    echo "placed: skipped: it needs 2 cores, and taskset"
    exit 77
fi
passed=0 failed=0 skipped=0
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cd "$T" || exit 2
claim() { # claim NAME COMMAND...: that succeeds
    name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED $name: status $rc"
        tail -n 3 err
        grep -o '"\(rejected\|reason\)":"[^"]*"' s/journal.jsonl
    fi
}
skip() { skipped=$((skipped + 1)) && echo "skipped: $1"; }
study() { # study LAYOUT OPTION... -- COMMAND...: one round; $rc, out, err, s
    layout=$1
    shift
    rm -rf s
    timeout -k 5 120 "$rxt" study --layouts "$layout" --rounds 1 --expect threads --timeout 20s --out s "$@" >out 2>err </dev/null
    rc=$?
}
samples() { grep '"rxt-sample/1"' s/journal.jsonl | grep "\"layout\":\"$layout\""; }
right() { # one launch, or more of one that a busy machine disturbs: in its place
    samples | grep -q '"rejected":null' && ! samples | grep -q '"rejected":"'
}
rejected() { # rejected TIMES TEXT: so many launches of the layout, and none that counts; the study says so
    [ "$rc" = 1 ] && [ "$(samples | grep -c "\"rejected\":\"[^\"]*$2")" = "$1" ] && ! samples | grep -q '"rejected":null' &&
        grep -q "every launch under a bound layout was rejected" err
}
freed() { grep -q "OpenMP is told of no places" err; }

gcc -O1 -fopenmp -o gomp "$here/bind_threads.c" || exit 2
study 1x2 -- ./gomp 0.4
claim "libgomp: a right placement is no fault" right
study 1x2 --env OMP_PROC_BIND=master -- ./gomp 0.4
claim "OMP_PROC_BIND=master puts both threads on one core: with places and with the mask alone" rejected 2 "are bound to PU $first both"
claim "places were given up meanwhile" freed
study 1x2 --env "GOMP_CPU_AFFINITY=$first" -- ./gomp 0.4
claim "GOMP_CPU_AFFINITY is weaker than places in libgomp: the placement is right, and is not rejected" right
study 2x1 -- taskset -c "$first" ./gomp 0.4
claim "two ranks on one core: the second is outside of its plan" rejected 1 "rank 1: thread 'gomp' ([0-9]*) was on PU $first, outside of its plan"
if command -v mpirun.openmpi >/dev/null; then
    study 1x2 --launcher-template 'mpirun.openmpi --bind-to core -n {ranks}' -- ./gomp 0.4
    claim "a launcher that gives two threads one core is refused before they run" grep -q "bind-to.* gave rank 0 1 core.*layout 1x2 needs 2" s/journal.jsonl
    claim "and its launches are failures" [ "$rc" = 3 ]
else
    skip "--bind-to core: no mpirun.openmpi"
fi
if clang -O1 -fopenmp -o iomp "$here/bind_threads.c" 2>/dev/null; then
    study 1x2 --env "GOMP_CPU_AFFINITY=$first" -- ./iomp 0.4
    claim "GOMP_CPU_AFFINITY is stronger than places in libomp: both threads on one core" rejected 2 "are bound to PU $first both"
    study 1x2 --env KMP_HW_SUBSET=1c -- ./iomp 0.4
    claim "KMP_HW_SUBSET=1c leaves both threads one core; under the mask alone, too" rejected 2 "are bound to PU $first both"
    study 1x2 --env KMP_AFFINITY=disabled -- ./iomp 0.4
    claim "KMP_AFFINITY=disabled leaves them the mask of their rank: nothing to reject" right
else
    skip "libomp: no clang with OpenMP"
fi

# /proc that shows a user no processes of others, and so none of a set-uid program.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null && unshare -m mount -t proc -o hidepid=2 proc /proc 2>/dev/null; then
    chmod 755 . && mkdir -m 777 hidden && cp "$rxt" "$(dirname "$rxt")/rxt-rank" . && cp gomp hidden/gomp
    chown daemon hidden/gomp && chmod 4755 hidden/gomp && cd hidden || exit 2
    rxt="unshare -m sh -c 'mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid=65534 --regid=65534 --clear-groups \"\$@\"' sh $T/rxt"
    layout=1x1
    eval "timeout -k 5 60 $rxt study --launcher none --layouts 1x1 --rounds 1 --expect threads --out s -- ./gomp 0.3" >out 2>err </dev/null
    rc=$?
    claim "a program that /proc hides is studied" [ "$rc" = 0 ]
    claim "and is not proven, for that reason" grep -q '"unproven":"rank 0: /proc shows none of its threads (hidepid' s/journal.jsonl
else
    skip "hidepid: root alone can mount /proc"
fi
echo "placed: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
