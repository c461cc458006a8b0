#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# watch.sh BUILD [PAIRS] - what the watch costs: CPU time at its rate, a start, and a program that maps and unmaps much
# memory beside itself without a watch, in pairs. As Markdown. A machine with other work shows it in the load that is told.
B=$(cd "$1" && pwd)
pairs=${2:-7}
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
${CC:-gcc} -O2 -pthread -o "$T/program" "$(dirname "$0")/../tests/watch_program.c" || exit 3
field() { sed -n 's/.*"'"$1"'":\([0-9.e-]*\).*/\1/p' "$2"; }
echo "# What the watch costs"
echo
echo "$("$B/rxt" --version | head -n 1). $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) PUs, load $(cut -d' ' -f1-3 /proc/loadavg) at the start."
echo
echo "| busy threads | run, s | looks | between two, ms | CPU of the watch, ms | of a core |"
echo "|--:|--:|--:|--:|--:|--:|"
for n in 1 16 64; do # so that each is busy for some seconds at least
    "$B/rxt" watch --json -- "$T/program" spin "$n" "$(echo "$n" | awk '{ print 6 / $1 + 0.1 }')" 2>"$T/record"
    echo "$n $(field wall_s "$T/record") $(field looks "$T/record") $(field look_s "$T/record") $(field cost_s "$T/record")" |
        awk '{ printf "| %d | %.2f | %d | %.1f | %.2f | %.2f %% |\n", $1, $2, $3, 1e3 * $4, 1e3 * $5, 100 * $5 / $2 }'
done
echo
echo "A start of a program that does nothing, CPU of all processes, least of $pairs times 20:"
echo
start() { # start COMMAND...: CPU ms a start
    for _ in $(seq "$pairs"); do
        sh -c 'for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "$@"; done; times' sh "$@" 2>/dev/null |
            sed -n 's/[ms]/ /g; 2p' | awk '{ print 1e3 * ($1 * 60 + $2 + $3 * 60 + $4) / 20 }'
    done | sort -n | head -n 1
}
echo "| alone | under the watch |"
echo "|--:|--:|"
echo "| $(start "$T/program") ms | $(start "$B/rxt" watch -- "$T/program") ms |"
echo
bytes=$(awk '/^MemAvailable/ { b = $2 * 1024 / 2; printf "%.0f", (b > 8e9 ? 8e9 : b) }' /proc/meminfo)
for _ in $(seq "$pairs"); do
    alone=$("$T/program" map "$bytes" 2)
    watched=$("$B/rxt" watch -- "$T/program" map "$bytes" 2 2>"$T/said")
    echo "$alone $watched"
done >"$T/pairs"
echo "Two times $(awk -v b="$bytes" 'BEGIN { printf "%.1f", b / 1e9 }') GB mapped, touched and unmapped, $pairs pairs in turn; ratio: under the watch over alone."
echo
echo "| | alone, least, s | watched, least, s | ratio of the least | median of the pairs' ratios |"
echo "|---|--:|--:|--:|--:|"
for column in 1 2; do
    awk -v c=$column '{ print $c, $(c + 2), $(c + 2) / $c }' "$T/pairs" | sort -k3 -n |
        awk -v what="$([ $column = 1 ] && echo wall time || echo CPU time)" '{ a = NR == 1 || $1 < a ? $1 : a; w = NR == 1 || $2 < w ? $2 : w; r[NR] = $3 }
            END { printf "| %s | %.3f | %.3f | %.4f | %.4f |\n", what, a, w, w / a, r[int((NR + 1) / 2)] }'
done
