#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# kit.sh BUILD [all] - the conformance kit: a kernel without a fault passes, each of the faulty plug-ins fails for its own
# reason; with "all" the kernels of rxt pass, too.
#
# The first comment of a faulty plug-in ends with "claim: words": that claim must fail, by a sentence with these words; a
# line "spares: claims" names those that may not fail, so that no sentence blames what is well.
B=$1
case $B in */clang*) CC=clang ;; *) CC=gcc ;; esac
here=$(dirname "$0")/plugins
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
passed=0 failed=0
ok() { passed=$((passed + 1)); }
wrong() { # wrong WHAT FILE: say so, and show what there is
    failed=$((failed + 1))
    echo "FAILED $1:"
    head -n 60 "$2" | sed 's/^/  | /'
}
build() { # build SOURCE FLAG...: by the line of the documents
    source=$1
    shift
    $CC -std=c17 -O1 -g -Wall -Wextra -Werror -Iinclude "$@" -shared -fPIC "$source" -o "$T/$(basename "$source" .c).so" -lm
}
check() { timeout 300 "$B/rxt" check-kernel "$@" >"$T/out" 2>"$T/err" </dev/null; }

build "$here/right.c" || exit 1
if check "$T/right.so" && ! grep -q FAILED "$T/out" && grep -q '^passed   launch' "$T/out"; then ok; else wrong "a kernel without a fault passes" "$T/out"; cat "$T/err"; fi

# A kernel with a loop of its own, and no check of its own: what cannot be looked at is not passed.
case $CC in gcc) omp=-fopenmp ;; *) omp=-Wno-unknown-pragmas ;; esac
build "$here/whole.c" $omp || exit 1
if check "$T/whole.so" && grep -q '^skipped  right .*no check of its own' "$T/out" && grep -q '^passed   launch' "$T/out"; then ok; else wrong "a whole kernel passes" "$T/out"; fi
spoiled() { # spoiled CLAIM SED WORDS: the same with a fault, that must fail this claim by these words
    sed "$2" "$here/whole.c" >"$T/spoiled.c"
    build "$T/spoiled.c" $omp && check "$T/spoiled.so"
    if grep -A 1 "^FAILED   $1 " "$T/out" | grep -q "$3"; then ok; else wrong "$1 must fail by '$3'" "$T/out"; fi
}
spoiled again 's/s->sum = sum;/s->sum += sum;/' "the first run gives the answer 1.6"
spoiled launch 's/values\[0\].integer;/values[0].integer * rxt_team_threads(team);/' "under [12]x[23] gives the answer 1.6.*add up what all ranks"

for source in "$here"/faulty/*.c; do
    name=$(basename "$source" .c)
    line=$(sed -n '3,9s/^ \* \([a-z]*: .*\)/\1/p' "$source" | head -n 1)
    claim=${line%%: *} words=${line#*: }
    tsan="" limit=30s
    [ "$claim" != races ] || tsan=--tsan
    [ "$name" != hangs ] || limit=3s
    if [ -n "$tsan" ] && ! $CC -print-file-name=libtsan.so | grep -q /; then
        echo "$name: skipped: $CC has no libtsan"
        continue
    fi
    openmp="" && ! grep -q "pragma omp" "$source" || openmp=-fopenmp
    build "$source" ${tsan:+-fsanitize=thread} $openmp || { failed=$((failed + 1)) && continue; }
    check "$T/$name.so" $tsan --timeout "$limit"
    status=$?
    sentence=$(grep -A 1 "^FAILED   $claim " "$T/out" | tail -n 1)
    case $status,$sentence in
    1,*"$words"*)
        blamed=$(for c in $(sed -n '3,9s/^ \* spares: //p' "$source"); do grep -A 1 "^FAILED   $c " "$T/out"; done)
        if [ -z "$blamed" ]; then ok; else wrong "$name: only $claim is to blame" "$T/out"; fi
        ;;
    *) wrong "$name: $claim must fail by '$words' (status $status)" "$T/out" && cat "$T/err" ;;
    esac
done
for kernel in $([ "$2" != all ] || "$B/rxt" kernels | sed -n '2,/^$/s/^\([a-z]*\)  *.*/\1/p'); do
    ! "$B/rxt" kernels "$kernel" | grep -q '^  kind  *machine\|^  lacks' || continue
    if check "$kernel" && ! grep -q FAILED "$T/out"; then ok; else wrong "$kernel passes" "$T/out" && cat "$T/err"; fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
