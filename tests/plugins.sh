#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# plugins.sh BUILD COMPILER - kernels of one's own as files: built in C and C++ they run as the others do; those that are none
# cost a sentence, and no other subject its study. BUILD holds rxt, rxt-rank and librxt.so.0 (make all library).
B=$(cd "$1" && pwd) cc=${2:-cc}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 NO_COLOR=1 LC_ALL=C RXT_TRIES=1
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
export XDG_STATE_HOME="$T/state"
. "$(dirname "$0")/claim.sh"
rxt() { timeout 60 "$B/rxt" "$@" </dev/null; }
source=$PWD/tests/plugins/least.c
include="-I$PWD/include -shared -fPIC"
warn="-Wall -Wextra -Wpedantic -Werror"
least() { # least NAME FLAG...: build it with a fault
    name=$1
    shift
    $cc -std=c17 -w $include "$@" "$source" -o "$T/$name.so"
}
digest() { sed -n 's/.*check pass  digest //p' "$1"; }
cd "$T" || exit 2

# Built as the documentation says, in C and in C++, it is one kernel.
compilers="c:gcc~-std=c17 plus:g++~-std=c++20~-xc++"
! command -v clang++ >/dev/null || compilers="$compilers clang:clang~-std=c17 clangplus:clang++~-std=c++20~-xc++"
for row in $compilers; do
    name=${row%%:*} line=$(echo "${row#*:}" | tr '~' ' ')
    claim "$line builds it" sh -c "$line $warn $(echo "$line" | grep -q ++ && echo -Wno-missing-field-initializers) $include '$source' -o $name.so"
    rxt run ./$name.so n=200001 --layout 1x2 --reps 1 >$name.out 2>&1
    claim "$name runs: $(head -n 3 $name.out)" [ "$(digest $name.out)" = "$(digest c.out)" -a -n "$(digest c.out)" ]
done
mkdir "a=b c" && cp c.so "a=b c/c.so"
case $B in *-mpich | *-openmpi) layouts="1x1 2x1" ;; *) layouts=1x1 ;; esac
for layout in $layouts; do
    rxt run "./a=b c/c.so" n=200001 --layout $layout --reps 1 >$layout.out 2>&1
    claim "it is the same under $layout: $(head -n 2 $layout.out)" [ "$(digest $layout.out)" = "$(digest c.out)" ]
done
rxt kernels ./c.so >told 2>&1
claim "rxt kernels tells of it" grep -q "^least - the sum" told
claim "and of its file" grep -qxF "  file      $T/c.so" told
claim "what it does not say is left out" sh -c "! grep -E '^  (kind|formula|source)' told"
rxt kernels ./c.so --json >told.json 2>&1
claim "as JSON" grep -qF "\"plugin\": \"$T/c.so\"" told.json
rxt run ./c.so m=3 >said.m 2>&1
claim "a parameter that is none is answered: $(cat said.m)" grep -qF "'rxt kernels $T/c.so' lists them" said.m
claim "rxt opens none itself" sh -c "! nm -D --defined-only '$B/rxt' | grep -w rxt_fail"

# One sentence, and status 2 or 3, before anything runs.
refused() { # refused NAME STATUS WORDS
    rxt run "./$1.so" --layout 1x1 --reps 1 >"$1.out" 2>"$1.err"
    status=$?
    claim "$1: status $status and not $2" [ $status = "$2" ]
    claim "$1 is told in one line, '$3': $(cat "$1.err")" [ "$(grep -c '^rxt: ' "$1.err") $(grep -cF -- "$3" "$1.err") $(wc -l <"$1.out")" = "1 1 0" ]
}
none() { # none NAME STATUS WORDS FLAG...: least with a fault is refused
    name=$1 status=$2 words=$3
    shift 3
    least "$name" "$@"
    refused "$name" "$status" "$words"
}
none symbol 2 "has no rxt_plugin" -DNO_PLUGIN
none older 2 "is of interface 0" -DINTERFACE=0
none newer 2 "is of interface 7" -DINTERFACE=7
none null 2 "'NULL' is no name of a kernel" -DNAME=NULL
none slash 2 "'a/b' is no name of a kernel" '-DNAME="a/b"'
none blank 2 "'a b' is no name of a kernel" '-DNAME="a b"'
none control 2 "its 'what' is not one line" '-DWHAT="a\033[2Jb"'
none taken 2 "rxt has a kernel 'heat' of its own" '-DNAME="heat"'
none noend 2 "the preset for small is none" '-DEND="x"'
none nowhere 2 "opening it ended the process by signal 11" '-DEND=(const char*)8'
none range 2 "5 to 4 is no range" -DMIN=5 -DMAX=4
none preset 2 "the preset for small is none: n '1000000'" -DMIN=1000001
none size 2 "its size_param is 'm'" '-DSIZE="m"'
none type 2 "7 is no type" -DTYPE=7
none digest 2 "has no function 'digest'" -DNO_DIGEST
none undefined 2 "undefined symbol: nowhere" '-DAT_RUN={int nowhere(void);nowhere();}'
none later 3 "undefined symbol: rxt_later" '-DAT_RUN={int rxt_later(void);rxt_later();}'
none crashes 2 "opening it ended the process by signal 6" '-DAT_START=abort()'
none exits 2 "opening it ended the process with status 0" '-DAT_START=exit(0)'
printf 'no library' >text.so
refused text 2 "cannot be opened"
mkdir folder.so
refused folder 2 "is no file"
refused absent 2 "No such file"
least hangs '-DAT_START=pause()'
(export RXT_START_TIMEOUT=1s && refused hangs 2 "took more than 1 s") || exit 1
printf '#define OPEN_MPI 1\n#define MPI_VERSION 3\n' >open.h
printf '#define MPI_VERSION 4\n' >other.h
case $B in *openmpi) other=other ;; *) other=open ;; esac
none mpi 3 "was built with the mpi.h of" -include ./$other.h
rxt run ./c.so ./plus.so >twin.out 2>&1
claim "two of one name are refused: $(cat twin.out)" grep -q "its kernel is called 'least', as that of" twin.out
rxt study ./symbol.so >alone.out 2>&1
claim "a study of nothing is none: $(cat alone.out)" grep -q "no kernel is left to study" alone.out

# What ends its process is told by the function that did.
ends() { # ends NAME STATUS WORDS FLAG...
    name=$1 status=$2 words=$3
    shift 3
    least "$name" "-DNAME=\"$name\"" "$@"
    rxt run "./$name.so" n=1000 --layout 1x2 --reps 1 >"$name.out" 2>"$name.err"
    claim "$name ends with status $status" [ $? = "$status" ]
    claim "$name is told in one line, '$words': $(cat "$name.err")" [ "$(grep -c '^rxt: ' "$name.err") $(grep -cF "$words" "$name.err")" = "1 1" ]
}
ends abort 3 "its open ended the process by signal 6" '-DAT_OPEN=abort()'
ends segment 3 "its run ended the process by signal 11" '-DAT_RUN=*(volatile int*)8=1'
ends leaves 3 "its open ended the process by a call of exit" '-DAT_OPEN=exit(0)'
ends last 3 "its close ended the process by a call of exit" '-DAT_CLOSE=exit(0)'
least stays '-DNAME="stays"' '-DAT_OPEN=pause()'
rxt run ./stays.so --layout 1x1 --timeout 1s >stays.out 2>&1
claim "one that hangs is ended: $(cat stays.out)" grep -q "without an answer" stays.out

# What it prints goes not where samples go.
talk='{"schema":"rxt-sample/1"}'
least talks '-DNAME="talks"' "-DAT_RUN=printf(\"%s\",\"{\\\"schema\\\":\\\"rxt-sample/1\\\"}\")" '-DAT_START=puts("hello")'
rxt run ./talks.so n=200001 --layout 1x1 --reps 2 --json >talks.out 2>talks.err
claim "what it prints is not among the samples: $(cut -c1-100 talks.out)" [ "$(wc -l <talks.out) $(grep -c '"check":"pass"' talks.out)" = "1 1" ]
claim "it is told: $(cat talks.err)" [ "$(grep -c '^rxt: warning: kernel talks prints to standard output' talks.err)" = 1 ]
case $B in *-mpich) alone="mpiexec.mpich -n 1" ;; *-openmpi) alone="mpirun.openmpi -n 1" ;; *) alone= ;; esac
timeout 60 $alone "$B/rxt" run ./talks.so n=200001 --layout 1x1 --reps 2 --json >talks.out 2>talks.err </dev/null
claim "nor under a launcher: $(cut -c1-100 talks.out)" [ "$(wc -l <talks.out) $(grep -c '"check":"pass"' talks.out)" = "1 1" ]
claim "it goes to standard error: $(cat talks.err)" sh -c "grep -q '^hello' talks.err && grep -qF '$talk' talks.err"

# A study goes on with the others, and its decision is of these very files.
study="./c.so n=200001 ./crashes.so ./abort.so n=1000 --layouts 1x1 --rounds 1 --reps 1 --size small --out study"
rxt study $study >study.out 2>&1
claim "a subject without a sample is no success: $(tail -n 1 study.out)" [ $? = 3 ]
claim "a plug-in that cannot be opened is left out" grep -q "^rxt: warning: ./crashes.so is left out: plug-in" study.out
claim "which the report tells" grep -q "crashes.so was left out" study/report.md
claim "the others have their samples" grep -q '"schema":"rxt-sample/1","kernel":"least".*"layout":"1x1"' study/journal.jsonl
claim "of one that crashes is told where" grep -q '"kernel":"abort","reason":"[^"]*its open ended the process by signal 6' study/journal.jsonl
claim "the line to paste names the file" sh -c "rxt() { '$B/rxt' \"\$@\"; }; rxt best study --subject least --print launch 2>said | grep -F ' run $T/c.so n=200001 '"
lines=$(wc -l <study/journal.jsonl)
rxt study $study --resume >resume.out 2>&1
claim "it is gone on with, and nothing is left: $(tail -n 1 resume.out)" [ $lines = "$(wc -l <study/journal.jsonl)" ]
rxt study ./c.so ./crashes.so --dry-run >dry.out 2>&1
claim "nor is one that was left out: $(tail -n 1 dry.out)" [ $? = 2 ]
cp c.so old.so
least c -DMAX=1e8
rxt best study --subject least >best.out 2>best.err
claim "a decision of another build is not taken: $(cat best.err)" [ $? = 1 ]
claim "which is told" grep -qF "changed since the study: file $T/c.so" best.err
rxt study $study --resume >resume.out 2>&1
claim "nor its study gone on with: $(tail -n 1 resume.out)" grep -q "begun with another build of a plug-in" resume.out

# Work that grows as its parameters say is asked of the plug-in itself.
least grows -DGROWS
rxt job weak ./grows.so n=200 >grows.out 2>&1
claim "a small problem has no rule: $(tail -n 1 grows.out)" grep -q "no rule to grow by" grows.out
rxt job weak ./grows.so n=2000 >grows.out 2>&1
claim "a large one has: $(tail -n 1 grows.out)" grep -q "study ./grows.so n=2000 --scaling weak" grows.out

# Two run-times of OpenMP in one process.
case $cc in *clang*) foreign=gcc theirs="libomp.so.* and libgomp|libgomp.so.* and libomp" ;; *) foreign=clang theirs="libgomp.so.* and libomp" ;; esac
if echo '#include <omp.h>' | $foreign -fopenmp -xc -fsyntax-only - 2>/dev/null && command -v ${foreign%g*}clang >/dev/null; then
    (cc=$foreign && least two -fopenmp -D'AT_RUN={volatile int n=0;_Pragma("omp parallel") n=omp_get_num_threads();}')
    rxt run ./two.so n=200001 --layout 1x2 --reps 1 >two.out 2>&1
    claim "two run-times of OpenMP are warned of: $(cat two.out)" grep -Eq "^rxt: warning: plug-in $T/two.so: two run-times of OpenMP are in one process, ($theirs)" two.out
fi
least one -fopenmp
rxt run ./one.so n=200001 --layout 1x2 --reps 1 >one.out 2>&1
claim "one is not: $(cat one.out)" sh -c "grep -q 'check pass' one.out && ! grep -q warning one.out"

# Linked with librxt by its author, it still finds the team of the program that opened it.
if [ -e "$B/librxt.so.0" ]; then
    least linked "$B/librxt.so.0" "-Wl,-rpath,$B"
    rxt run ./linked.so n=200001 --layout 1x2 --reps 1 >linked.out 2>&1
    claim "one that is linked with librxt runs: $(head -n 3 linked.out)" [ "$(digest linked.out)" = "$(digest c.out)" ]
    ln -s "$B/librxt.so.0" librxt.so
    for line in "g++ -xc++ -std=c++20" "g++ -fopenmp -xc++ -std=c++20" "clang++ -fopenmp -xc++ -std=c++20"; do
        echo '#include <omp.h>' | ${line%% *} -fopenmp -xc++ -fsyntax-only - 2>/dev/null || continue
        claim "$line links librxt.so" sh -c "$line -w -I'${source%/tests/*}/include' '$source' '${source%least.c}program.c' -xnone -o program -L. -lrxt -Wl,-rpath,'$B'"
        OMP_NUM_THREADS=2 timeout 60 ./program n=200001 >program.out 2>&1
        claim "and runs: $(cut -c1-200 program.out)" grep -q '"check":"pass"' program.out
        n_warned=0 n=1
        case "$cc $line" in
        "clang g++ "*fopenmp* | "gcc clang++ "*) n_warned=1 n=2 ;;
        *fopenmp*) n=2 ;;
        esac
        claim "$line: two run-times are warned of, one is not: $(cut -c1-200 program.out)" [ "$(grep -c '^{"schema":"rxt-warning/1","warning":"two run-times of OpenMP' program.out) $(grep -c "^$n threads" program.out)" = "$n_warned 1" ]
    done
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
