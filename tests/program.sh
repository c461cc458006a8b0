#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# program.sh BUILD - studies of programs that misbehave: each is handled and named, the study finishes, and no process is left.
B=$(cd "$1" && pwd)
rxt=$B/rxt
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY RXT_TASK
here=$(cd "$(dirname "$0")" && pwd)
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cd "$T" || exit 2
name=rxto$$ # of the program: of no process besides
${CC:-gcc} -O1 -o "$name" "$here/program_odd.c" || exit 2
printf '#!/bin/sh\n"%s/%s" "$@"\n' "$T" "$name" >wrapper && chmod +x wrapper
printf 'hello' >input
case $B in
*openmpi* | *mpich*) ranks="2x1" start="" ;;
*) ranks="" start="--launcher none" ;;
esac
passed=0 failed=0
claim() { # claim NAME COMMAND...: that succeeds
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $what"
        head -n 3 err
        grep -h '^failed' out
    fi
}
study() { # study OPTION... -- COMMAND...: of 1x1, and where there is a launcher of 2x1; $rc, out, err
    rm -rf s
    timeout -k 5 120 "$rxt" study $start --oversubscribe --rounds 1 --timeout 6s --layouts "1x1${ranks:+,$ranks}" --ranks 1,2 \
        --metric 'speed ([0-9a-z.]+)' --out s "$@" >out 2>err </dev/null
    rc=$?
}
sampled() { grep '"rxt-sample/1"' s/journal.jsonl | grep -q "\"layout\": *\"$1\""; }
failure() { grep '"rxt-failure/1"' s/journal.jsonl | grep "\"layout\": *\"$1\"" | grep -q "$2"; }
ended() { [ -s s/decision.json ] && [ "$rc" != 124 ] && [ "$rc" != 137 ]; }
none_left() { ! pgrep -x "$name" >/dev/null; }
in_two() { # in_two TEXT: what happens in a launch of two ranks; nothing where there is none
    [ -z "$ranks" ] || failure "$ranks" "$1"
}
not_loaded() { ! grep -q '"loaded"' s/journal.jsonl; }
all_of() {
    for each; do $each || return 1; done
}

study -- "./$name" fine '{ranks}'
claim "a program that does right has its number" all_of ended none_left "sampled 1x1"
if [ -n "$ranks" ]; then
    claim "its time in MPI is measured" grep -q '"mpi": *{"loaded": *true' s/journal.jsonl
    study --no-preload -- "./$name" fine '{ranks}'
    claim "--no-preload: it is not" all_of "sampled 1x1" not_loaded
fi
for mode in crash:signal.11 hang:longer deaf:longer; do
    study -- "./$name" "${mode%:*}" '{ranks}'
    claim "${mode%:*}: the layout fails, the other counts" all_of ended none_left "sampled 1x1" "in_two ${mode#*:}"
done
for mode in nan:number nothing:number; do
    study -- "./$name" "${mode%:*}"
    claim "${mode%:*}: no layout has a number, and it is said" all_of ended none_left "failure 1x1 ${mode#*:}"
    claim "${mode%:*}: no success" [ "$rc" != 0 ]
done
study -- "./$name" daemon
claim "a daemon that holds the output is ended, and named" all_of ended none_left "sampled 1x1" "grep -q outlived s/journal.jsonl"
study --stdin input --expect 'read 5' -- "./$name" reads
claim "rank 0 reads the file, the others nothing" all_of ended none_left "sampled 1x1" "grep -q check.*pass s/journal.jsonl"
study --expect 'read 0' -- "./$name" reads
claim "without a file nothing is read, and nobody waits" all_of ended none_left "sampled 1x1"
study -- "./$name" flood
claim "200 MB of output are no harm" all_of ended none_left "sampled 1x1"
study -- ./wrapper fine '{ranks}'
claim "a script around the program is a program" all_of ended none_left "sampled 1x1"
if [ -n "$ranks" ]; then
    study --answer 'answer ([0-9]+)' -- "./$name" differs '{ranks}'
    claim "an answer that differs is wrong" all_of ended none_left "grep -q answer.*differs s/report.md"
    claim "and no success" [ "$rc" = 1 ]
fi
study --copies 1,2 -- "./$name" fine
claim "--copies and --metric are refused together" [ "$rc" = 2 ]
rm -rf s
timeout -k 5 120 "$rxt" study --launcher none --oversubscribe --rounds 1 --layouts 1x1 --copies 1,2 --expect 'answer 7' --out s -- \
    "./$name" fine >out 2>err
rc=$?
claim "copies side by side count runs an hour" all_of ended none_left "grep -q $name-x2 s/decision.json" "grep -q runs/h s/report.md"
${CC:-gcc} -O1 -static -o static "$here/program_odd.c" 2>/dev/null && {
    study -- ./static fine '{ranks}'
    claim "a static program is watched as any" all_of ended "sampled 1x1"
}
echo "$passed passed, $failed failed"
[ $failed = 0 ]
