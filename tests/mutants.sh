#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# mutants.sh [-n] [NAME...] - plant the faults of mutants.txt, or those named, one at a time, and see which fast test notices;
# with -n, which takes seconds, see only that each can be planted: code moves, and a fault that follows it no more asks nothing.
#
# In a copy of this tree. A fault that changes nothing or does not compile is an error of the table (status 2); one that
# no test notices makes status 1. The fast tests are the units, proof.sh and the command line.
cd "$(dirname "$0")/.." || exit 2
table=$PWD/tests/mutants.txt
plants_only=""
[ "${1:-}" != -n ] || { plants_only=yes && shift; }
git rev-parse --git-dir >/dev/null 2>&1 || { echo "mutants: skipped: it copies what git knows, and this is no clone" && exit 77; }
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
start=$(date +%s)
git ls-files -z -co --exclude-standard | xargs -0 tar -cf - 2>/dev/null | tar -xf - -C "$T"
cd "$T" || exit 2
B=build/gcc-openmpi
suites=$(sed -n 's/^    X(\([a-z_]*\)).*/\1/p' tests/tests.h)
quick="watch_proof claims decide report merge journal study strategy" # they notice most, in a second
slow=$(echo "$suites" | grep -vxE "$(echo "$quick" | tr ' ' '|')")
build() { make -s -j2 CC=gcc MPI=openmpi OPT=-O2 "$@" >"$T/built" 2>&1; }

function_in() { # function_in FUNCTION FILE: its first and last line, if it is there
    awk -v name="$1" '
        /^[A-Za-z]/ && match($0, "(^|[ *])" name "\\(") { first = NR }
        first && !body && /;$/ { first = 0 }
        first && /^{/ { body = 1 }
        body && /^}/ { print first "," NR; exit }' "$2"
}
plant() { # plant FUNCTION SED: one file of src/ changes, kept in $T/kept
    case $1 in
    *:*) files=$(find src include -name "${1%%:*}") function=${1##*:} ;;
    *) files=$(grep -rlE "(^|[ *])$1\(" src include) function=$1 ;;
    esac
    found=""
    for f in $files; do
        lines=$(function_in "$function" "$f")
        [ -z "$lines" ] || found="$found $f:$lines"
    done
    set -- "$2" $found
    [ $# = 2 ] || { echo "$(($# - 1)) functions are called $function:$found" && return 1; }
    file=${2%%:*} range=${2##*:}
    cp "$file" "$T/kept"
    sed -i "$range{$1
}" "$file" && ! cmp -s "$file" "$T/kept" || { echo "it changes nothing in $2" && return 1; }
}
suite() { # suite NAME: its first claim that fails, or how it ended
    timeout 150 "$B/test_rxt" "$@" >"$T/out" 2>&1 </dev/null
    rc=$?
    [ $rc != 0 ] || return 1
    said=$(sed -n 's/.*Suite \(.*\), Test \(.*\) had failures.*/units, \1: \2/p' "$T/out" | head -n 1)
    [ $rc != 124 ] || said="units: no end in 150 s"
    echo "${said:-units: ended with status $rc}"
}
units() { # units SUITE...: one after another
    for suite; do
        suite "$suite" && return 0
    done
    return 1
}
script() { # script NAME COMMAND...: its first failure
    name=$1
    shift
    timeout 900 sh "$@" >"$T/out" 2>&1 </dev/null
    rc=$?
    [ $rc != 0 ] && [ $rc != 77 ] || return 1
    echo "$name: $(sed -n 's/^FAILED \([^:]*\).*/\1/p' "$T/out" | head -n 1)"
}
base_holds() { # the command line of the tree without a fault, once it is needed
    [ -e "$T/base_out" ] || { script "command line" tests/cli/run.sh build/base/rxt >"$T/base_out"; }
    [ ! -s "$T/base_out" ] || { echo "without a fault the command line fails: $(cat "$T/base_out")" >&2 && exit 2; }
}
prove() { build all && script proof tests/proof.sh "$B"; }
command_line() { base_holds && script "command line" tests/cli/run.sh "$B/rxt"; }
pools() { build library && script pools tests/pool.sh "$B" gcc; }
kit() { build all && script "the conformance kit" tests/kit.sh "$B"; }
notice() {
    case $file in # what is of pools alone
    */team_pool_*.c | */team_desk.c | */team_store.c | */team_sheet.c | */team_mail_mpi.c | */launch_pool.c) units pool || pools ;;
    */src/kit/* | src/kit/* | */preload_kit.c | */team_*rig*.c) units kit || kit ;;
    *) units $quick || prove || units $slow || command_line ;;
    esac
}

[ -n "$plants_only" ] || build all "$B/test_rxt" || { tail -n 5 "$T/built" && exit 2; }
[ -n "$plants_only" ] || { mkdir -p build/base && cp "$B"/rxt* build/base/; }
if [ -z "$plants_only" ] && said=$(units $quick $slow || prove); then
    echo "without a fault a test fails already: $said"
    exit 2
fi
n=0 missed=0 broken=0
while read -r name function edit; do
    case $name in '' | '#'*) continue ;; esac
    case " $* " in '  ' | *" $name "*) ;; *) continue ;; esac
    n=$((n + 1))
    if ! plant "$function" "$edit" >"$T/why"; then
        said="TABLE: $(cat "$T/why")" broken=$((broken + 1))
    elif [ -n "$plants_only" ]; then
        said=""
    elif ! build "$B/test_rxt"; then
        said="TABLE: it does not compile: $(grep -m 1 error "$T/built")" broken=$((broken + 1))
    else
        said=$(notice) || { said="NOT NOTICED" && missed=$((missed + 1)); }
    fi
    [ ! -e "$T/kept" ] || { cp "$T/kept" "$file" && rm "$T/kept"; }
    [ -n "$plants_only" ] && [ -z "$said" ] || printf '%-32s %s\n' "$name" "$said"
done <"$table"
[ -n "$plants_only" ] || echo "$n faults, $missed not noticed, $broken not planted, $(($(date +%s) - start)) s"
[ -z "$plants_only" ] || echo "$n faults, $broken of them cannot be planted"
[ $n -gt 0 ] && [ $broken = 0 ] || exit 2
[ $missed = 0 ]
