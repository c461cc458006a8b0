#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# limits.sh RXT [all] - every command under limits of address space, as batch systems set them: it ends by itself, or
# by SIGTERM after 10 s, with a status of rxt's own and a sentence if it is not 0, and leaves no process. A part of the
# limits, or all of them.
rxt=$1
. "$(dirname "$0")/processes.sh"
steps="60000 100000 260000 400000"
[ "${2:-}" != all ] || steps=$(seq 60000 20000 400000)
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
cp "$rxt" "$T/rxt-under-test" # a name of its own, to find its processes by
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$T/rxt-rank"
cp -r results/example "$T/a" && cd "$T" || exit 2
layouts=1x1
case $(./rxt-under-test --version) in *"OpenMP no"*) ;; *) layouts=$layouts,1x2 ;; esac
case $(./rxt-under-test --version) in *"MPI no"*) ;; *) layouts=$layouts,2x1 ;; esac
commands="--version
kernels
topo
place 1x2 --oversubscribe
completion
help
job matrix
report a
merge a --out merged
$(echo $layouts | tr , '\n' | sed 's/.*/run pi n=1000000 matmul fft n=64 --reps 1 --oversubscribe --layout &\nwhere & --oversubscribe/')
study pi n=1000000 --size small --rounds 1 --reps 1 --oversubscribe --layouts $layouts --out study"
passed=0 failed=0
while read -r words; do
    for limit in $steps; do
        rm -rf merged study
        # shellcheck disable=SC2086 # the words are words
        (ulimit -v "$limit" && exec timeout -k 10 10 "$T/rxt-under-test" $words) >out 2>err </dev/null
        rc=$?
        case $rc in
        0 | 1 | 2 | 3 | 124 | 130) why="" ;;
        137) why="SIGTERM did not end it" ;;
        *) why="status $rc" ;;
        esac
        [ $rc != 124 ] || echo "ended by SIGTERM: $words in $limit kB"
        [ $rc = 0 ] || [ $rc = 124 ] || [ -s err ] || why="status $rc without a word"
        gone -f "$T/rxt-under-test" >left || why="$why, processes are left"
        if [ -z "$why" ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED $words in $limit kB: $why: $(head -c 300 err)"
        fi
    done
done <<END
$commands
END
echo "$passed passed, $failed failed"
[ $failed = 0 ]
