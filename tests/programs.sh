#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# programs.sh BUILD - studies of programs that know nothing of rxt, by each launcher that is here and by none: each kind is
# borne and named, its words reach it, its line starts it, and no process is left.
B=$(cd "$1" && pwd)
rxt=$B/rxt
export RXT_TRIES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY OPENBLAS_NUM_THREADS MKL_NUM_THREADS RXT_TASK RXT_MPIRUN
here=$(cd "$(dirname "$0")" && pwd)
. "$here/processes.sh"
if [ "$("$rxt" topo --json | grep -c '"name": "core')" -lt 2 ] || ! command -v pgrep >/dev/null; then
    echo "programs: skipped: it needs 2 cores, and pgrep"
    exit 77
fi
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cd "$T" || exit 2
passed=0 failed=0 starts="" layouts=2x1 many=2 # of this one, and of the plain line
claim() { # claim NAME COMMAND...: that succeeds
    what=$1
    shift
    if "$@" >why 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $by: $what (status $rc)"
        head -n 5 why err
        sed -n 's/.*"\(reason\|rejected\)":"\([^"]*\)".*/\1: \2/p' study/journal.jsonl | head -n 3
    fi
}
study() { # study OPTION... -- COMMAND...: out, err, $rc, and the folder study
    rm -rf study words.*
    timeout -k 5 300 "$rxt" study $starts --rounds 1 --layouts "$layouts" --timeout 20s --out study "$@" >out 2>err </dev/null
    rc=$?
}
ended() { [ "$rc" = "$1" ]; }
says() { grep -q -e "$1" err; }
shows() { grep -q -e "$1" out; }
records() { # records N TEXT...: so many lines of the journal have all these texts; second tries of a disturbed launch are one
    n=$1 lines=$(tail -n +2 study/journal.jsonl)
    shift
    for text; do lines=$(printf '%s\n' "$lines" | grep -e "$text"); done
    lines=$(printf '%s\n' "$lines" | sed 's/.*rxt-sample.*"kernel":\("[^"]*"\).*"layout":\("[^"]*"\).*"round":\([0-9]*\).*/\1 \2 \3/' | sort -u)
    [ "$(printf '%s\n' "$lines" | grep -c .)" = "$n" ]
}
fails() { records "$1" '"rxt-failure/1"' "\"kernel\":\"$name\"" "\"reason\":\"$2"; }
samples() { records "$1" '"rxt-sample/1"' "\"kernel\":\"$name\""; } # proven or not, which a busy machine decides
none_left() {
    gone -x "$name" && return
    for pid in $(living -x "$name"); do kill -KILL "$pid"; done
    return 1
}
same_words() {
    for r in 0 1; do
        [ -z "$(ls "words.$r" 2>/dev/null)" ] || cmp "words.$r" ../want || return 1
    done
    [ -s words.0 ]
}
under() { # under LAYOUTS study ...: not of two ranks alone
    layouts=$1
    shift
    "$@"
    layouts=2x1
}
odd() { # odd COMMAND...: with words that shells and launchers would take for theirs
    "$@" 'a b' "it's" '"' '$HOME' "$newline" ';' '*' : '' "$bytes" '{x}' --np '{ranks' \\
}
kinds() { # kinds OPTION...: every kind, by the launcher $by; $many launches a study; OPTIONs name programs beside it
    study -- "./$name" spins 0.3
    claim "a program is studied" ended 0
    claim "a sample a launch" samples "$many"
    claim "that answers are not checked is said" says "answers are not checked"
    claim "a decision has its line" shows "rxt bind .* -- ./$name spins 0.3"
    study --metric 'rate ([0-9.]+)' --higher-is-better --unit runs/s --expect '^energy' -- "./$name" spins 0.3
    claim "a number of its own is compared" records "$many" '"metric":{"value":\[[0-9]' '"check":"pass"'
    study --expect '^enthalpy' -- "./$name" spins
    claim "a line that is not there is a wrong result" records "$many" '"check":"fail"'
    study --check 'test -e nowhere' -- "./$name" spins
    claim "a check of the user's is heard" records "$many" '"check":"fail"' 'check ended with status 1"'
    study --metric 'rate ([0-9.]+)' -- "./$name" silent
    claim "no number is a failure" fails "$many" 'it gave no number: of '
    study --metric 'rate ([a-z0-9.]+)' -- "./$name" nan
    claim "nan is no number" fails "$many" ".*'nan' is no number"
    study -- "./$name" lazy
    claim "a program that does nothing has a time" samples "$many"
    study -- "./$name" fails
    claim "a status is told, and the last words" fails "$many" 'rank [01] ended with status 3 .* it said last: no input file'
    claim "a study without a sample ends with 3" ended 3
    study --timeout 1s -- "./$name" hangs
    claim "one that hangs is ended, and named" fails "$many" 'rank [01] took longer than a launch may'
    claim "its launch was a time-out" records "$many" '"rxt-launch/1"' '"end":"time-out"'
    claim "none that hung is left" none_left
    study --timeout 1s -- "./$name" ignores
    claim "one that ignores SIGTERM is ended, and named" fails "$many" 'rank [01] took longer than a launch may'
    claim "none that ignored is left" none_left
    study -- "./$name" daemon
    claim "a daemon that holds the output ends with its program" samples "$many"
    claim "it is told of" records "$many" '"rxt-sample/1"' 'outlived the program'
    claim "no daemon is left" none_left
    under 1x1 study --metric 'rate ([0-9.]+)' -- "./$name" talks 10000000
    claim "1 GB of output is searched" records 2 '"metric":{"value":\[[0-9]' '"output_bytes":10000000[0-9]*,'
    echo 17 >input
    study --stdin input --expect '^read 17' -- "./$name" reads
    claim "rank 0 reads a file, and no other waits for one" records "$many" '"check":"pass"'
    study -- ./nowhere
    claim "a program that is not there is refused at once" ended 2
    printf '#!/bin/sh\nexec ./%s "$@"\n' "$name" >script && chmod +x script
    under 1x1 study --subject "script=./script spins 0.2" "$@" --subject "new=./$name spins 0.1"
    claim "several programs take turns" records 2 '"rxt-launch/1"' '"subjects":\["new"\]'
    for kind in script $borne new; do
        claim "$kind: each has its samples" records 2 '"rxt-sample/1"' "\"kernel\":\"$kind\"" "\"threads\":\[{"
    done
    odd study --copy "$name" -- "./$name" words
    claim "a study in folders of its own" samples "$many"
    odd study -- "./$name" words
    claim "all words reach it as they are" same_words
}
write_words() { # as the program writes them that is started by hand
    odd "./$name" words >/dev/null && mv words.0 ../want
}
newline=$(printf 'a\nb') bytes=$(printf '\377\376')

# Programs that cannot be made to load a library: a static one, and one with the rights of its file.
set -- && borne=""
gcc -O1 -static -o static "$here/program_kinds.c" 2>/dev/null && borne="static" && set -- --subject "static=$T/static spins 0.2"
if [ "$(id -u)" = 0 ] && gcc -O1 -o setuid "$here/program_kinds.c" && chown nobody setuid && chmod 4755 setuid; then
    borne="$borne setuid" && set -- "$@" --subject "setuid=$T/setuid spins 0.2"
else
    echo "skipped: set-uid programs: only root can make one"
fi

# By each MPI: the launcher is that of the MPI which the program has, whatever this rxt was built with.
for mpi in openmpi mpich; do
    name=rx${mpi%${mpi#?}}$$ # 15 letters at most, for pgrep
    mkdir "in.$mpi"
    ! command -v "mpicc.$mpi" >/dev/null || "mpicc.$mpi" -O1 -DWITH_MPI -o "in.$mpi/$name" "$here/program_kinds.c" 2>why
done
for mpi in openmpi mpich; do
    by=$mpi name=rx${mpi%${mpi#?}}$$
    case $mpi in openmpi) starter=mpirun.openmpi other=in.mpich/rxm$$ ;; *) starter=mpiexec.mpich other=in.openmpi/rxo$$ ;; esac
    if [ ! -x "in.$mpi/$name" ] || ! command -v "$starter" >/dev/null; then
        echo "skipped: no mpicc.$mpi or no $starter"
        continue
    fi
    cd "in.$mpi" || exit 2
    write_words
    kinds "$@"
    under 1x1,2x1 study --answer 'answer ([0-9]+)' -- "./$name" differs
    claim "an answer that differs is wrong" shows 'answer.*differs'
    claim "and no success" ended 1
    if [ -x "../$other" ]; then
        study --launcher-template "$starter -n {ranks}" -- "../$other" spins 0.3
        claim "one that runs as often as it has ranks is rejected" records 1 '"layout":"2x1"' '"rejected":"each of the 2 ranks is a world of MPI of its own'
    fi
    under 1x1 study -- "./$name" spins 0.2
    claim "1x1 is started by the launcher, too" records 2 '"rxt-sample/1"' "\"launcher\":\"$mpi\""
    under 1x1,2x1 study -- "./$name" crashes
    claim "a rank that crashes is named, and the study goes on" fails 2 'rank 1 ended by signal 11 (Segmentation fault)'
    claim "what does not crash has its sample" samples 1
    study --launcher-template "$starter -n {ranks}" -- "./$name" spins 0.2
    claim "a launcher line of the user's starts it" samples 2
    study --rounds 1 -- "./$name" spins 0.4
    line=$(sed -n 's/^run  *//p' out) && sh -c "PATH=$B:\$PATH; $line" >ran 2>err </dev/null
    rc=$?
    claim "the line of the decision runs it" grep -q '^rate' ran
    cd "$T" || exit 2
done

# By none: one process, whose ranks are its own affair.
by=none name=rxn$$ starts="--launcher none" # and the plain line: no rank is bound
mkdir in.none && gcc -O1 -o "in.none/$name" "$here/program_kinds.c" && cd in.none || exit 2
write_words
kinds "$@"
study --copies 1,2 --metric 'rate ([0-9.]+)' -- "./$name" spins
claim "--copies and --metric are refused together" ended 2
under 1x1 study --copies 1,2 --expect '^energy' -- "./$name" spins 0.2
claim "copies side by side count runs an hour" records 1 '"rxt-sample/1"' "\"kernel\":\"$name-x2\"" '"unit":"runs/h"'
cd "$T" || exit 2

echo "programs: $passed claims hold, $failed fail"
[ "$failed" = 0 ]
