#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# fuzz.sh - every reader of rxt under libFuzzer, from the kept inputs on; exits 77 where clang has no libFuzzer.
#   fuzz.sh -runs=3000             what `make check` does: the same runs every time
#   fuzz.sh -max_total_time=60     what `make fuzz SECONDS=60` does
#   fuzz.sh OPTION TARGET...       those targets alone: json stats ...
# A finding is left as build/clang-no-serial-fuzz/NAME-crash-HASH; give it to build/clang-no-serial-fuzz/fuzz_NAME.
option=$1
shift
folder=build/clang-no-serial-fuzz
work=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/rxt-fuzz-XXXXXX") || exit 3
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo '#include <stddef.h>
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n) { return data && n > 99999; }' > "$work/t.c"
if ! clang -fsanitize=fuzzer,address,undefined -o "$work/t" "$work/t.c" 2> "$work/why"; then
    echo "skipped: clang without libFuzzer (libclang-rt-dev): $(head -n 1 "$work/why")"
    exit 77
fi
"${MAKE:-make}" --no-print-directory -j2 CC=clang MPI=no OMP=no SAN=fuzz WERROR=-Werror fuzz-targets || exit 1

failed=""
for target in ${*:-$(ls tests/fuzz/fuzz_*.c | sed 's/.*fuzz_\(.*\)\.c/\1/')}; do
    mkdir -p "$work/$target/new" "$work/$target/tmp"
    TMPDIR=$work/$target/tmp "$folder/fuzz_$target" -seed=1 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$folder/$target-" "$option" "$work/$target/new" "tests/fuzz/corpus/$target" \
        > "$work/$target/log" 2>&1
    rc=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target/log")
    if [ $rc = 0 ]; then
        echo "fuzz_$target: $runs runs, nothing found"
    else
        failed="$failed $target"
        echo "fuzz_$target: FAILED (status $rc)"
        grep -E 'does not hold|ERROR|runtime error|SUMMARY|Test unit written|^ +#[0-9] ' "$work/$target/log" | head -n 20
    fi
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
