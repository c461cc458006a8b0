#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# watch.sh BUILD - programs under rxt watch, alone, under the launcher of the build, and as ranks of a study: they run as
# without it, all that becomes of them is told, and no process is left.
B=$(cd "$1" && pwd)
rxt=$B/rxt
export RXT_TRIES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY OPENBLAS_NUM_THREADS MKL_NUM_THREADS RXT_TASK
here=$(cd "$(dirname "$0")" && pwd)
. "$here/processes.sh"
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cd "$T" || exit 2
name=rxtw$$ # of the program: of no process besides
${CC:-gcc} -O1 -pthread -o "$name" "$here/watch_program.c" || exit 2
case $B in
*openmpi*) run="mpirun.openmpi --oversubscribe" ;;
*mpich*) run="mpiexec.mpich" ;;
*) run="" ;;
esac
[ -z "$run" ] || command -v "${run%% *}" >/dev/null 2>&1 || run=""
passed=0 failed=0 skipped=0
claim() { # claim NAME COMMAND...: that succeeds
    what=$1
    shift
    if "$@" >why 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $what"
        head -n 5 why out err 2>/dev/null
    fi
}
skip() {
    skipped=$((skipped + 1))
    echo "skipped: $1"
}
watch() { # watch WORD...: the program under it; $rc, out, err
    timeout -k 5 60 "$rxt" watch -- "./$name" "$@" >out 2>err </dev/null
    rc=$?
}
record() { # record WORD...: the same, as JSON in err
    timeout -k 5 60 "$rxt" watch --json -- "./$name" "$@" >out 2>err </dev/null
    rc=$?
}
says() { grep -q -e "$1" err; }
end_all() {
    for pid in $(living -x "$name"); do kill -KILL "$pid"; done
}
none_left() { gone -x "$name" || { end_all && false; }; }
letters() { base64 -w 0 | tr '+/' '-_' | tr -d '='; }
task() { # task JSON-FIELDS: RXT_TASK of a study for its ranks
    printf '{"schema":"rxt-task/1","take":"last","metric":null,"metric_file":null,"expect":null,"answer":null,"folder":null,"stdin_path":null,"layout":null,"plan":null,"accounts":false,"nonce":"0123456789abcdef","env_set":[],"env_unset":[],"smt":false,"oversubscribe":false,"mask_only":false,"one_process":false,"slice":0,"n_slices":0,"timeout_s":0,%s}' "$1" | letters # the last of two counts
}
unwire() { # unwire RANK: its record, of the lines that were sent first
    grep -o "rxtw1:0123456789abcdef:$1:[0-9]*:[0-9]*:[^:]*:[0-9a-f]*;" out | awk -F: '!($4 in seen) { seen[$4] = 1; print $4, $6 }' |
        sort -n | cut -d' ' -f2 | tr -d '\n' | tr -- '-_' '+/' | sed 's/$/==/' | base64 -di 2>/dev/null
}
study() { # study JSON-FIELDS [COMMAND...]: one rank, or under a launcher; its record in err
    words=$(task "$1")
    shift
    RXT_TASK=$words timeout -k 5 60 "$@" "$rxt" watch >out 2>log </dev/null
    rc=$?
    unwire 0 >err
}

# It runs as without a watch.
watch exit 7
claim "the exit status is the program's" [ $rc = 7 ]
watch crash
claim "a crash is one" [ $rc = 139 ]
claim "the signal is named" says "ended by signal 11"
timeout 10 "$rxt" watch -- "./$name-is-not-there" 2>err
claim "a program that is not there is 127" [ $? = 127 ]
timeout 10 "$rxt" watch -- "$T" 2>err
claim "a folder is 126" [ $? = 126 ]
timeout 10 "$rxt" watch 2>err
claim "no program is a request that makes no sense" [ $? = 2 ]
for n in 0 1 65537 1000000000; do
    "./$name" bytes $n | cksum >want
    "$rxt" watch -- "./$name" bytes $n 2>err | cksum >out
    claim "$n bytes of output pass as they are" cmp want out
done
printf 'a\nb' | "$rxt" watch -- "./$name" input >out 2>err
printf 'a\nbend of input\n' >want
claim "input passes" cmp want out
"$rxt" watch -- sh -c 'printf "%s|" "$@"' sh 'a b' '' '*' '$HOME' "it's" ';' : -x -- >out 2>err
printf '%s|' 'a b' '' '*' '$HOME' "it's" ';' : -x -- >want
claim "words pass byte by byte" cmp want out
HWLOC_XMLFILE=/x "$rxt" watch -- sh -c 'echo "$HWLOC_XMLFILE"; ls /proc/self/fd | wc -l' >out 2>err
HWLOC_XMLFILE=/x sh -c 'echo "$HWLOC_XMLFILE"; ls /proc/self/fd | wc -l' >want 2>/dev/null
claim "environment and files pass" cmp want out
(trap '' USR2 CHLD PIPE && "$rxt" watch -- grep SigIgn /proc/self/status) >out 2>err
(trap '' USR2 CHLD PIPE && grep SigIgn /proc/self/status) >want
claim "ignored signals pass" cmp want out
"$rxt" watch -- grep -E 'Sig(Blk|Ign)|Cpus_allowed:' /proc/self/status >out 2>err
grep -E 'Sig(Blk|Ign)|Cpus_allowed:' /proc/self/status >want
claim "signals and mask pass" cmp want out

# Signals reach it, once.
"$rxt" watch -- "./$name" signals 30 >out 2>err &
pid=$!
for _ in $(seq 600); do grep -q ready out 2>/dev/null && break; sleep 0.1; done
kill -USR1 $pid
wait $pid
claim "a signal is handed on once" grep -q "signals 1" out
"$rxt" watch -- "./$name" rest 60 >out 2>err &
pid=$!
comes -x "$name"
kill -TERM $pid
wait $pid
claim "it ends by the signal that ended the program" [ $? = 143 ]
claim "and says so" says "ended by signal 15"
"$rxt" watch -- "./$name" rest 60 >out 2>err &
pid=$!
comes -x "$name"
kill -KILL $pid
wait $pid 2>/dev/null
claim "killed, it takes the program along" none_left

# Where the threads ran.
pus=$("$rxt" watch -- grep Cpus_allowed_list /proc/self/status 2>/dev/null | cut -f2 | tr ',' '\n' | awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }' | xargs)
first=${pus%% *}
record spin 2 0.4 "$first"
claim "two busy threads on one PU are seen to share it" grep -q '"on_one_pu":[1-9]' err
claim "both are told with their PU and their masks" sh -c '[ "$(grep -o "\"cpus\":\[\['$first',1.0\]\],\"masks\":\[\[[0-9.e-]*,\"'$first'\"\]\]" err | wc -l)" -ge 2 ]'
watch spin 2 0.4 "$first"
if [ "$pus" = "$first" ]; then
    claim "a mask too narrow is named" says "2 busy threads on 1 PU"
else
    claim "threads that a program stacks are named" says "busy threads shared a PU in .* though it may use"
    taskset -c "$first" "$rxt" watch -- "./$name" spin 2 0.4 2>err
    claim "a mask too narrow is named" says "found: 2 busy threads on 1 PU: it was started with PU $first alone"
fi
OMP_PROC_BIND=master "$rxt" watch -- "./$name" spin 2 0.4 "$first" 2>err
claim "a variable that may have stacked them is named" says "OMP_PROC_BIND=master\|2 busy threads on 1 PU"
record spin 3 0.1
claim "CPU time of all threads is there" sh -c 'v=$(sed "s/.*\"cpu_s\":\(0.[0-9]*\),\"unseen_s.*/\1/" err); awk "BEGIN { exit !($v >= 0.3) }"'
watch rest 0.5
claim "a program that waits is told so" says "waited for most of the run"
watch
claim "a run too short is not judged" says "too little to tell"
"$rxt" watch --json -- sh -c "./$name spin 1 0.3; ./$name spin 2 0.1 & wait; exit 4" 2>err
claim "a script's status passes" [ $? = 4 ]
claim "workers are found in children of a script" grep -q "\"exe\":\"$T/$name\"" err

# What it leaves.
timeout -k 5 20 "$rxt" watch -- "./$name" daemon 60 2>err >out
claim "a daemon is named" says "'$name' (process [0-9]*) outlived the program, and still runs"
end_all
timeout -k 5 20 "$rxt" watch --timeout 1s -- "./$name" deaf rest 60 2>err
claim "one that ignores SIGTERM is killed" says "took longer than --timeout"
claim "and nothing is left" none_left

# Ranks of a study.
study '"argv":["./'$name'","say","x = 5.5","input","exit","3"],"metric":"x = ([0-9.]+)"'
claim "a rank's status passes" [ $rc = 3 ]
claim "its record comes" grep -q '"end":"status".*\|"status":3' err
claim "the metric is found" grep -q '"metric":5.5' err
claim "it reads nothing, and what it said is kept where it failed" grep -q 'x = 5.5\\nend of input' err
claim "no line is longer than a pipe keeps whole" awk 'length($0) >= 400 { exit 1 }' out
claim "nothing else is on its output" sh -c '! grep -v ^rxtw1: out'
study '"argv":["./'$name'","bytes","3000000","exit","1"]'
claim "of 3 MB the record takes the ends" grep -q '"output_bytes":3000000' err
study '"argv":["a \\xff\\\\ :"],"timeout_s":5'
claim "a program that is not there is told in the record" grep -q '"end":"absent"' err
claim "byte by byte" grep -q 'a .*xff.* :.* cannot be started' err
study '"argv":["./'$name'","deaf","rest","60"],"timeout_s":0.5'
claim "time-out is the task's" grep -q '"end":"timeout"' err
claim "and nothing is left behind it" none_left
study '"argv":["./'$name'","daemon","60","say","done"]'
claim "a daemon that holds standard output holds up nothing" grep -q 'outlived the program, and was ended' err
claim "and is ended" none_left
study '"argv":["sh","-c","echo $A$B; exit 1"],"env_set":["A=a \\xff=b"],"env_unset":["B"]' env B=no
claim "variables are set and cleared" grep -q '"head":"a \\\\xff=b\\n"' err
RXT_TASK=nonsense timeout 10 "$rxt" watch >out 2>err
claim "a task that is none is refused" [ $? = 2 ]
words=$(task '"argv":["./'$name'","rest","60"]')
(RXT_TASK=$words sh -c '. "$2"; "$0" watch & comes -x "$1"; kill -KILL $$' "$rxt" "$name" "$here/processes.sh") >out 2>err
claim "it dies with its parent, and its program with it" none_left
if [ "$(id -u)" = 0 ]; then
    cp "$name" "$name-s" && chown nobody "$name-s" && chmod 4755 "$name-s" && chmod 755 "$T"
    timeout 20 "$rxt" watch --json -- "./$name-s" spin 1 0.3 2>err
    claim "a set-uid program is watched" grep -q '"cpus":\[\[[0-9]*,' err
    setpriv --reuid=65534 --clear-groups sh -c "cd '$T' && timeout 20 '$rxt' watch --json -- sh -c '$T/$name-s spin 1 0.3'" 2>err
    claim "by another user, too" grep -q '"cpus":\[\[[0-9]*,' err
else
    skip "set-uid programs: only root can make one"
fi

# Under a launcher.
if [ -n "$run" ]; then
    timeout -k 5 60 $run -n 2 "$rxt" watch -- "./$name" say hello >out 2>err </dev/null
    claim "ranks say what they say" sh -c '[ "$(grep -c hello out)" = 2 ]'
    claim "each rank says its lines" sh -c 'grep -q "rank 0:" err && grep -q "rank 1:" err'
    echo word | timeout -k 5 60 $run -n 2 "$rxt" watch -- "./$name" input >out 2>err
    claim "rank 0 reads the input, and the other nothing" sh -c '[ "$(grep -c word out)" = 1 ] && [ "$(grep -c "end of input" out)" = 2 ]'
    timeout -k 5 60 $run -n 2 "$rxt" watch -- "./$name" daemon 60 say done >out 2>err </dev/null
    claim "a rank's daemon holds no launcher" [ $? = 0 ]
    claim "it is ended" none_left
    export RXT_TASK="$(task '"argv":["./'$name'","spin","2","0.2"]')"
    case $run in mpirun*) hand="-x RXT_TASK" ;; *) hand="" ;; esac
    timeout -k 5 60 $run $hand -n 2 "$rxt" watch >out 2>log </dev/null
    unset RXT_TASK
    unwire 1 >err
    claim "records of ranks come through their launcher" sh -c 'grep -q "\"rank\":1,\"local_rank\":1" err || grep -q "\"rank\":1" err'
fi
case $B in *mpich*) mpicc=mpicc.mpich ;; *) mpicc=mpicc.openmpi ;; esac
if [ -n "$run" ] && [ -e "$B/librxt-pmpi.so" ] && command -v "$mpicc" >/dev/null 2>&1 && $mpicc -o hello "$here/mpi_hello.c"; then
    export RXT_TASK="$(task '"argv":["./hello"],"accounts":true')"
    timeout -k 5 60 $run $hand -n 2 "$rxt" watch >out 2>log </dev/null
    unset RXT_TASK
    unwire 1 >err
    claim "its time in MPI is in the record" grep -q '"mpi":{.*"world_size":2' err
else
    skip "time in MPI: no $mpicc"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
