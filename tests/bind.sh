#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# bind.sh RXT - rxt bind in front of programs that know nothing of rxt: where they ran, what reached them, how they ended,
# by each launcher that is here, and without one. The programs tell themselves where their threads are.
rxt=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY RXT_PLAN HWLOC_PLUGINS_PATH
pus=$("$rxt" place 1x2 --json 2>/dev/null | sed -n 's/.*"pu": \([0-9]*\).*/\1/p' | xargs)
first=${pus%% *} second=${pus##* }
if [ -z "$first" ] || [ "$first" = "$second" ] || ! command -v taskset >/dev/null; then
    echo "bind: skipped: it needs 2 cores, and taskset"
    exit 77
fi
passed=0 failed=0
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT && chmod 755 "$t" && cd "$t" || exit 1
run() { # run COMMAND...: its output in out, its status in rc
    timeout 60 "$@" >out 2>err </dev/null
    rc=$?
}
claim() { # claim NAME COMMAND...: it must succeed
    name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED $name: status $rc"
        head -n 5 out err
    fi
}
ended() { [ "$rc" = "$1" ]; }
says() { grep -q -e "$1" err; }
refuses() { [ "$rc" != 0 ] && says "$1" && [ ! -s out ]; }
is() { [ "$(cat out)" = "$1" ]; }
sorted_is() { [ "$(sort out | xargs)" = "$1" ]; }

# What a program may be: one that tells its mask, in a script; one that tells where its threads ran, of two run-times.
printf '#!/bin/sh\nsed -n "s/^Cpus_allowed_list:.//p" /proc/self/status\n' >mask
printf '#!/bin/sh\nall=""\nfor a; do all="$all$(printf %%s "$a" | od -An -v -tx1 | tr -d " \\n").\n"; done\nprintf %%s "$all"\n' >words
printf '#!/bin/sh\n%s bind 2x1 -- ./mask\nexit $?\n' "$rxt" >script
chmod +x mask words script
gcc -O1 -fopenmp -o gomp "$here/bind_threads.c" && gcc -O1 -fopenmp -static -o static "$here/bind_threads.c" 2>/dev/null
programs=$(ls gomp static 2>/dev/null)
clang -O1 -fopenmp -o iomp "$here/bind_threads.c" 2>/dev/null && programs="$programs iomp"

# Without a launcher.
run "$rxt" bind 1x1 -- ./mask
claim "one thread has one core" is "$first"
run taskset -c "$second" "$rxt" bind 1x1 -- ./mask
claim "a mask is not left" is "$second"
run taskset -c "$second" "$rxt" bind 1x2 -- ./mask
claim "two threads on one core are refused" refuses "layout 1x2 needs 2 cores"
run "$rxt" bind 2x1 -- ./mask
claim "ranks without a launcher are told how to start" refuses "mpirun --bind-to none -n 2 rxt bind 2x1"
run "$rxt" bind 2x1 --one-process -- sh -c './mask; echo $OMP_NUM_THREADS $OMP_PLACES'
claim "one process of two ranks has the cores of both, and no places" [ "$(xargs <out)" = "$("$rxt" bind 1x2 -- ./mask) 1" ]
for k in 1 2; do "$rxt" bind 1x1 --slice $k/2 -- ./mask; done >out 2>err
claim "two slices are two cores" sorted_is "$first $second"
side_by_side() { # side_by_side OPTION OPTION: a program that waits, then one that is started beside it, in one shell; the latter's words
    run sh -c 'rxt=$1; mkfifo gate; "$rxt" bind 1x1 $2 -- cat gate >/dev/null 2>&1 &
        until [ "$(readlink /proc/$!/exe)" = "$(readlink -f "$(command -v cat)")" ]; do sleep 0.01; done
        "$rxt" bind 1x1 $3 -- ./mask; : >gate; wait; rm gate' sh "$rxt" "$1" "$2"
}
side_by_side "" ""
claim "two programs on one core, side by side, are told of it" says "process [0-9]* beside it is bound to PU $first, too: .*--slice 1/2"
claim "and both run" is "$first"
side_by_side "--slice 1/2" "--slice 2/2"
claim "two slices are not" [ ! -s err ]
run "$rxt" bind 1x1 -- sh -c "sleep 5 & '$rxt' bind 1x1 -- ./mask; kill \$!"
claim "nor what a bound script started besides" [ ! -s err ]
run "$rxt" bind 1x1 --slice 3/2 -- ./mask
claim "a third slice of two is refused" refuses "k-th of K equal parts"
run env RXT_PLAN="$second" "$rxt" bind 1x1 -- sh -c './mask; echo "plan $RXT_PLAN"'
claim "a plan that is handed over is followed, and goes no further" [ "$(xargs <out)" = "$second plan" ]
run env RXT_PLAN="$second" taskset -c "$first" "$rxt" bind 1x1 -- ./mask
claim "a plan outside of the mask is refused" refuses "was started with a mask of PU $first"
run env RXT_PLAN="0,1" "$rxt" bind 1x1 -- ./mask
claim "a plan of another layout is refused" refuses "is no plan of layout 1x1"

# How it ends, and that nothing is in between.
run "$rxt" bind 1x1 -- sh -c 'exit 7'
claim "the exit status is the program's" ended 7
run "$rxt" bind 1x1 -- ./nothere
claim "a program that is not there is 127" ended 127
run "$rxt" bind 1x1 -- ./out
claim "a file that is no program is 126" ended 126
"$rxt" bind 1x1 -- sh -c 'echo $$; kill -KILL $$' >out 2>err &
pid=$!
wait $pid 2>/dev/null
rc=$?
claim "it is the program itself that a signal ends" [ "$rc $(cat out)" = "137 $pid" ]
run grep SigIgn /proc/self/status
ignored=$(cat out)
run "$rxt" bind 1x1 -- grep SigIgn /proc/self/status
claim "no signal is ignored that was not" is "$ignored"
run env HWLOC_XMLFILE=mine "$rxt" bind 1x1 -- env
claim "hwloc's variables are the user's own" [ "$(grep HWLOC out)" = "HWLOC_XMLFILE=mine" ]

# What would move threads.
movers="OMP_PROC_BIND=master OMP_PLACES={$first} GOMP_CPU_AFFINITY=$first KMP_AFFINITY=disabled KMP_HW_SUBSET=1c OMP_THREAD_LIMIT=1 OMP_DYNAMIC=true"
for program in $programs; do
    run "$rxt" bind 1x2 -- ./$program
    claim "$program: each thread on its core" is "2 threads: $first $second"
    for mover in $movers; do
        run env "$mover" "$rxt" bind 1x2 --tell -- ./$program
        claim "$program: $mover is cleared" is "2 threads: $first $second"
        claim "$program: $mover is told" says "cleared.* $mover"
    done
    run env OMP_PROC_BIND=master GOMP_CPU_AFFINITY="$first" "$rxt" bind 1x2 --mask-only -- ./$program
    claim "$program: two threads under the mask alone" grep -q "^2 threads" out
    run "$rxt" bind 1x2 -- sh -c "./$program"
    claim "$program: a script around it" is "2 threads: $first $second"
done
run env OMP_PLACES=cores "$rxt" bind 1x2 --mask-only -- sh -c './mask; echo "places $OMP_PLACES $OMP_NUM_THREADS"'
claim "--mask-only tells OpenMP of no places" [ "$(xargs <out)" = "$("$rxt" bind 1x2 -- ./mask) places 2" ]
run env OPENBLAS_NUM_THREADS=1 "$rxt" bind 1x1 -- sh -c 'echo "<$OPENBLAS_NUM_THREADS>"'
claim "OpenBLAS is never told of one thread" is "<>"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    cp "$rxt" rxt && cp gomp set_uid && chmod 4755 set_uid
    run setpriv --reuid=65534 --clear-groups ./rxt bind 1x2 -- ./set_uid
    claim "a set-uid program is bound as any other" is "2 threads: $first $second"
fi

# Words reach the program byte by byte: what the shell itself gives it, beside what comes through.
newline='
'
odd() { "$@" 'a b' "it's" '"q"' '$HOME' '`id`' "two${newline}lines" ';' '*' '' '\' '%s%n' --np -n "$(printf '\377\376')"; }
odd ./words >want
odd run "$rxt" bind 1x1 -- ./words
claim "odd words come through" cmp -s want out
run "$rxt" bind 1x1 -- ./words : -- :
claim "a lone colon and dashes, too" [ "$(xargs <out)" = "3a. 2d2d. 3a." ]

launched() { # launched NAME "FREE" "BOUND": what holds under a launcher, told to bind nothing, or each rank to a core
    by=$1 launcher=$2 bound=$3
    run $launcher "$rxt" bind 2x1 -- ./mask
    claim "$by: each rank has a core" sorted_is "$first $second"
    run $bound "$rxt" bind 2x1 -- ./mask
    claim "$by: masks that are apart are kept" sorted_is "$first $second"
    run $bound "$rxt" bind 2x2 -- ./mask
    claim "$by: too narrow a mask is refused by the launcher's option" refuses "${by%% *}'s -*bind-to.* gave rank 0 1 core .*layout 2x2 needs 2 for each rank: start with -*bind-to none"
    run $launcher taskset -c "$first" "$rxt" bind 2x1 -- ./mask
    claim "$by: two ranks on one core are refused" refuses "layout 2x1 needs 2"
    claim "$by: and once" [ "$(grep -c "layout 2x1 needs 2" err)" = 1 ]
    run $launcher taskset -c "$first" ./script
    claim "$by: also below a script" refuses "layout 2x1 needs 2"
    run $launcher ./script
    claim "$by: which else is no hindrance" sorted_is "$first $second"
    run $launcher "$rxt" bind 2x1 -- "$rxt" bind 2x1 -- ./mask
    claim "$by: bound twice is bound" sorted_is "$first $second"
    run $launcher "$rxt" bind 1x2 -- ./mask
    claim "$by: another number of ranks is refused" refuses "started 2 ranks on this node, and layout 1x2 has 1 a node"
    claim "$by: once" [ "$(grep -c "started 2 ranks on this node" err)" = 1 ]
    run $launcher "$rxt" bind 2x1 --one-process -- ./mask
    claim "$by: two processes are not one" refuses "start one, without ${by%% *}"
    run $launcher env RXT_PLAN="$second;$first" "$rxt" bind 2x1 -- ./mask
    claim "$by: a plan is followed" sorted_is "$first $second"
    odd ./words >want
    odd ./words >>want
    odd run $launcher "$rxt" bind 2x1 -- ./words
    claim "$by: odd words come through" [ "$(sort want)" = "$(sort out)" ]
    run $launcher "$rxt" bind 2x1 -- sh -c 'exit 9'
    claim "$by: the exit status of a rank" ended 9
}
n_launchers=0
if command -v mpirun.openmpi >/dev/null; then
    n_launchers=$((n_launchers + 1))
    launched mpirun "mpirun.openmpi --bind-to none -n 2" "mpirun.openmpi --bind-to core -n 2"
fi
if command -v mpiexec.mpich >/dev/null; then
    n_launchers=$((n_launchers + 1))
    launched mpiexec "mpiexec.mpich -n 2" "mpiexec.mpich -bind-to core:1 -n 2"
fi
echo "bind: $n_launchers launchers, programs $(echo $programs): $passed passed, $failed failed"
[ $failed = 0 ]
