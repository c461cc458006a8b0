#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# outside.sh VARIABLE=VALUE... - docs/adding-a-kernel.md done word by word: its two files and its lines, against what
# `make install` of these variables leaves, give one digest in three layouts. What `rxt new-kernel` writes, built by
# four compilers, gives one in four. Then docs/own-kernel.md: each of its commands, and what the page says it prints, but
# for numbers; what `console varies` stands over must end well.
cd "$(dirname "$0")/.." || exit 2
docs=$PWD/docs/adding-a-kernel.md page=$PWD/docs/own-kernel.md
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_mpi_yield_when_idle=1 LC_ALL=C
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
. "$(dirname "$0")/claim.sh"
block() { # block TEXT: the code of the page whose first line begins so
    awk -v first="$1" '/^```/ { if (on) exit; fresh = 1; next } fresh { on = index($0, first) == 1; fresh = 0 } on' "$docs"
}
claim "it installs" "${MAKE:-make}" --no-print-directory -j2 WERROR=-Werror "$@" PREFIX="$T/root" install
export PKG_CONFIG_PATH="$T/root/lib/pkgconfig"
mkdir "$T/work" && cd "$T/work" || exit 2
block "/* saxpy.c" >saxpy.c
block "/* main.c" >main.c
block "cc -std=c17 -O3 -march" >lines
block "cc -std=c17 -O3 -ffp" >plugin
claim "the page holds two files and three lines" [ -s saxpy.c -a -s main.c -a "$(wc -l <lines)" = 3 ]
claim "it compiles without a warning and links statically" sh -ec "$(sed -n '1s/^cc /cc -Wall -Wextra -Werror /p' lines)"
claim "nothing of rxt is loaded with it" sh -c "ldd ./saxpy && ! ldd ./saxpy | grep rxt"
sh -c "$(sed -n 2p lines)" >threads 2>&1
./saxpy 1x1 >serial 2>&1
claim "it runs in 1x2 ($(head -c 300 threads))" grep -q '"check": *"pass"' threads
case " $* " in
*" MPI=no "*) cp threads ranks ;;
*) timeout 60 sh -c "$(sed -n 3p lines)" >ranks 2>&1 </dev/null ;;
esac
claim "it runs in 2x1 ($(head -c 300 ranks))" grep -q '"check": *"pass"' ranks
claim "one digest" [ "$(cat serial threads ranks | grep -o '"digest": *"[0-9a-f]*"' | sort | uniq -c | awk '{ print $1 }')" = 3 ]
claim "another number has another digest" [ "$(./saxpy 1x1 a=4 | grep -o '"digest": *"[0-9a-f]*"')" != "$(grep -o '"digest": *"[0-9a-f]*"' serial)" ]
./saxpy 1x1 b=4 >unknown 2>&1
claim "a parameter that it lacks is refused" [ $? = 2 ]
claim "and named" grep -q "kernel 'saxpy' has no parameter 'b'" unknown

# The same file as a plug-in, by the lines of the page.
claim "it compiles as a plug-in without a warning" sh -ec "$(sed -n '1s/^cc /cc -Wall -Wextra -Wpedantic -Werror /p' plugin)"
PATH="$T/root/bin:$PATH" sh -c "$(sed -n 2p plugin)" >run 2>&1 </dev/null
claim "rxt runs it: $(head -n 2 run)" grep -q "check pass" run
PATH="$T/root/bin:$PATH" sh -c "$(sed -n 2p plugin | sed 's/n=[0-9]*//')" >run 2>&1 </dev/null
claim "as its program does" grep -q "digest $(sed -n 's/.*"digest": *"\([0-9a-f]*\)".*/\1/p' serial)" run
PATH="$T/root/bin:$PATH" sh -c "$(sed -n 3p plugin)" >told 2>&1
claim "rxt kernels tells of it" grep -q "^saxpy - a multiple of an array" told

# The plug-in that new-kernel writes, in a folder of its own, with the Makefile that is there.
export PATH="$T/root/bin:$PATH" NO_COLOR=1
layouts="1x1 1x2 2x1 2x2"
case " $* " in *" MPI=no "*) layouts="1x1 1x2" ;; esac
answers() { # answers FOLDER LAYOUT...: the digest, or the answer, of each
    plugin=$1
    shift
    for layout; do
        timeout 60 rxt run "./$plugin/mine.so" n=1000000 --layout "$layout" --oversubscribe --reps 1 --json </dev/null 2>&1 |
            sed -n 's/.*"check":"pass".*"answer":\(null\|"[^"]*"\),"digest":\(null\|"[^"]*"\),"rejected":null.*/\1 \2/p'
    done
}
for compiler in gcc clang g++ clang++; do
    command -v $compiler >/dev/null || { echo "skipped: $compiler is not here"; continue; }
    case $compiler in *++) cxx=--cxx flags=CXX ;; *) cxx="" flags=CC ;; esac
    claim "a folder for $compiler" rxt new-kernel mine $cxx --dir "of-$compiler"
    claim "$compiler builds it" make -C "of-$compiler" "$flags=$compiler -Werror"
    answers "of-$compiler" $layouts >said
    claim "of $compiler one digest in $layouts: $(cat said)" [ "$(sort said | uniq -c | awk '{ print $1 }')" = "$(echo $layouts | wc -w)" ]
done
case " $* " in
*" MPI=no "*) ;;
*)
    for cxx in "" --cxx; do
        claim "a folder of kind whole $cxx" rxt new-kernel mine --whole $cxx --dir "whole$cxx"
        claim "it is built $cxx" make -C "whole$cxx"
        answers "whole$cxx" $layouts >said
        claim "it has one answer in $layouts, but for the last digits: $(cat said)" [ "$(cut -c 2-13 said | uniq -c | xargs)" = "4 3.1415926535" ]
    done
    ;;
esac
claim "without pkg-config's file the Makefile says what to do" sh -c 'PKG_CONFIG_PATH=/nowhere make -C of-gcc -B 2>&1 | tr "\n" " " | grep "pkg-config does not find rxt: set PKG_CONFIG_PATH=PREFIX/lib/pkgconfig"'

case " $* " in
*" MPI=no "*) echo "skipped: docs/own-kernel.md has ranks, and this build has no MPI" ;;
*)
    mkdir "$T/page" "$T/work/page"
    awk -v to="$T/page/" '
        /^```console/ { on = 1; ending = /varies/ ? ".any" : ".want"; next }
        /^```/ { on = 0 }
        on && /^\$ / { n++; file = sprintf("%s%02d", to, n); print substr($0, 3) >(file ".cmd"); printf "" >(file ending); next }
        on { print >(file ending) }' "$page"
    claim "the page has commands" [ "$(ls "$T"/page/*.cmd | wc -l)" -ge 15 ]
    bare() { sed -E 's/digest [0-9a-f]{16}/digest/; s/[0-9]+(\.[0-9]+)?(e-?[0-9]+)? ?([numµ]?s\b|[kMGT]i?B|[kMGT]?)/#/g; s/#+/#/g; s/[[:space:]]+/ /g' "$1"; }
    cd "$T/work/page" || exit 2
    export RXT_TRIES=1
    for command in "$T"/page/*.cmd; do
        line=$(sed 's/--rounds 6/--rounds 1/' "$command") # the way is the same, and the machine is not for us alone
        eval "$line" >"$T/printed" 2>&1 </dev/null
        status=$?
        want=${command%.cmd}.want
        fails=$(grep -c "check FAIL" "$want" 2>/dev/null)
        fails=${fails:-0}
        claim "$line ends with $fails (not $status: $(tail -n 1 "$T/printed"))" [ "$status" = "$fails" ]
        [ -e "$want" ] || continue
        bare "$T/printed" >"$T/bare"
        bare "$want" | while IFS= read -r words; do
            [ -z "$words" ] || awk -v words="$words" 'index($0, words) == 1 { found = 1 } END { exit !found }' "$T/bare" || echo "not printed: $words"
        done >"$T/missing"
        claim "$line prints what the page says: $(cat "$T/missing" "$T/bare" | head -n 30)" [ ! -s "$T/missing" ]
    done
    ;;
esac
echo "$passed passed, $failed failed"
[ $failed = 0 ]
