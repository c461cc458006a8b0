#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# house.sh - what holds the house in order is planted against, in a copy: an include upward does not compile, a function
# of 61 lines and a torn line are told. Run in the tree's root.
top=$(pwd)
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT TERM
cp -Rp Makefile .ci .clang-format src include tests bench "$copy" && cd "$copy" || exit 1
failed=0
wrong() {
    echo "wrong: $*"
    failed=1
}

# Every floor includes a header of every floor: its own and those below are found, those above are not. A kernel sees no floor.
floors=$(sed -n 's/^FLOORS := //p' Makefile)
objects="" pairs=0
for f in $floors; do
    for g in $floors; do
        header=$(ls src/"$g"/*.h 2>/dev/null | head -n 1)
        [ -n "$header" ] || continue
        printf '#include "%s"\n' "${header##*/}" >src/"$f"/planted_"$g".c
        objects="$objects build/gcc-no/src/$f/planted_$g.o"
    done
done
"${MAKE:-make}" --no-print-directory -k -j2 CC=gcc MPI=no $objects >out 2>&1
for f in $floors; do
    below=yes
    [ "$f" != kernels ] || below=no
    for g in $floors; do
        [ -f src/"$f"/planted_"$g".c ] || continue
        want=$below
        [ "$g" != "$f" ] || below=no
        got=no
        [ ! -f build/gcc-no/src/"$f"/planted_"$g".o ] || got=yes
        [ $got = $want ] || wrong "src/$f includes src/$g: $got, not $want"
        [ $got = yes ] || grep -q "src/$f/planted_$g.c:1:.*No such file" out || wrong "src/$f/planted_$g.c: not refused for its include"
        pairs=$((pairs + 1))
    done
done
rm -f src/*/planted_*.c

# One record of the flags, whoever asks first: else a later make builds anew what running tests call.
flags=build/gcc-no/flags first=""
for target in build/gcc-no/src/base/base_clock.o build/gcc-no/src/cli/cli_say.o $flags; do
    rm -f $flags && "${MAKE:-make}" --no-print-directory -s CC=gcc MPI=no $target >out 2>&1 || wrong "$target is not built: $(tail -n 3 out)"
    [ -n "$first" ] || first=$(cat $flags)
    [ "$(cat $flags)" = "$first" ] || wrong "the flags on record depend on who asks first: $target"
done
[ $pairs -ge 100 ] || wrong "$pairs pairs of floors are too few: $(head -n 5 out)"
! grep -rn '#include *".*\.\./' src include || wrong "an include climbs by .. around the rule"

# Only cli prints and ends the program; a file that is the result of a kernel is another matter.
! grep -rnE '\<(printf|puts|putchar|perror)\(|\<(stdout|stderr)\>|[^_a-z](exit|abort)\(' src --include='*.c' --exclude-dir=cli | grep -vE '^[^:]*:[0-9]+: *(/\*|\*)' ||
    wrong "a floor below cli prints or exits"

# No floor knows a kernel or a parameter by a name in a string: what it needs of one is a field.
named() { # named FOLDER: comparisons with, and look-ups and constants of, such names
    kernels=$(sed -n 's/^    X(\([a-z0-9_]*\)).*/\1/p' src/kernels/kernels.c | paste -s -d '|')
    grep -rnE "(cmp|equal)[a-z_]*\([^;]*\"($kernels|n|input|output)\"|_get\([^,]*params, *\"|#define +[A-Z_]+ +\"($kernels)\"" "$1" --include='*.[ch]' --exclude-dir=kernels |
        grep -vE 'strcmp\((form|args->print), "json"\)' # a form of output has the name of a kernel, too
}
! named src || wrong "a floor knows a kernel or a parameter by its name"
# What a header holds is its fields; one file turns them to and from JSON.
looks_in() { grep -rnE '_get\([^,;]*(header|[^a-z_]h|[ab])->' "$1/decide" "$1/report" --include='*.c'; }
! looks_in src || wrong "a floor above the journal looks into the JSON of a header"
mkdir -p planted/decide planted/report
echo 'json_object_get(study->header->machine, "load")' >planted/decide/planted.c
looks_in planted >/dev/null || wrong "not seen: $(cat planted/decide/planted.c)"
for line in '#define CEILING "fma"' 'if (!strcmp(param->name, "input")) {' 'json_object_get(typical->params, "n")'; do
    echo "$line" >planted/decide/planted.c
    named planted >/dev/null || wrong "not seen: $line"
done
rm -r planted

long() { # long LINES: a function of so many
    echo 'static void planted(void)'
    echo '{'
    i=3
    while [ $i -lt "$1" ]; do
        echo '    ;'
        i=$((i + 1))
    done
    echo '}'
}
file=src/base/base_clock.c
long 60 >>$file
sh tests/lines.sh >out || wrong "a function of 60 lines is refused: $(cat out)"
cp "$top/$file" $file
long 61 >>$file
! sh tests/lines.sh >out || wrong "a function of 61 lines passes"
grep -q "$file:.* 61 lines" out || wrong "a function of 61 lines is not named: $(cat out)"
cp "$top/$file" $file

sh tests/format.sh >out 2>&1
case $? in
0) echo 'static  int planted;' >>$file
   ! sh tests/format.sh >out 2>&1 || wrong "a line that is not formatted passes" ;;
77) cat out ;;
*) wrong "the tree is not formatted: $(head -n 3 out)" ;;
esac
[ $failed = 0 ] && echo "$pairs pairs of floors, 61 lines, a torn line: all told"
