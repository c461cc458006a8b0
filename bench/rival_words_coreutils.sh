#!/bin/sh
# package: coreutils
# rival_words_coreutils.sh WORKERS - tr | tr | sort --parallel | uniq -c over the first 4 MiB of the text of rxt's
# `words`; bytes/s of each run. The text is written by rival_words_hash.
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT
export LC_ALL=C
"$(ls -t build/*/rival_words_hash | head -n 1)" text | head -c 4194304 >"$t/text"
for run in 1 2 3 4 5; do
    start_ns=$(date +%s%N)
    tr -cs 'A-Za-z0-9\200-\377' '\n' <"$t/text" | tr A-Z a-z | sort --parallel="${1:-1}" | uniq -c >"$t/counts"
    awk -v ns="$(($(date +%s%N) - start_ns))" 'BEGIN { printf "%.4g\n", 4194304 / ns * 1e9 }'
done
[ "$(awk '{ n += $1 } END { print n }' "$t/counts")" = "$(tr -cs 'A-Za-z0-9\200-\377' '\n' <"$t/text" | grep -c .)" ]
