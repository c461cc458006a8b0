#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# likwid.sh RXT - the ceilings of `rxt machine` on one core beside likwid-bench, package: likwid
#
# Five pairs in turn, the first of each the other's second. A number is the best of many runs of some ms, of both: of a ceiling
# the best counts, and what else runs here takes no part in one of them. likwid-bench needs no counters for this. Asked of peak
# and L1 is a median ratio within 10 %; memory is told with its interval (the least and the most of five hold the median
# with 94 %), since pages and prefetches differ. Status 1: one of the two is farther off.
rxt=${1:-build/rxt}
if ! command -v likwid-bench >/dev/null 2>&1; then
    echo "likwid: skipped: likwid-bench is not here (Debian's package likwid)"
    exit 77
fi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
case $(sed -n 's/^flags[^:]*://p' /proc/cpuinfo | head -n 1) in
*avx512f*) peak=peakflops_avx512_fma load=load_avx512 ;;
*avx2*) peak=peakflops_avx_fma load=load_avx ;;
*) peak=peakflops_sse load=load_sse ;;
esac
cache() { cat "/sys/devices/system/cpu/cpu0/cache/index$1/size" 2>/dev/null | sed 's/K$//'; }
l1=$(cache 0) l3=$(cache 3)
half=$((${l1:-32} / 2))
memory=$((4 * ${l3:-32768}))
[ "$memory" -ge 131072 ] || memory=131072
ours() { # ours FIELD KERNEL PARAMETER...: the best of 25 runs, in 1e9 a second
    field=$1
    shift
    "$rxt" run "$@" --layout 1x1 --reps 25 --json 2>/dev/null </dev/null | head -n 1 | awk -v field="$field" '{
        match($0, /"time_s":\[[^]]*\]/); n = split(substr($0, RSTART + 10, RLENGTH - 11), t, ",")
        match($0, "\"" field "\":[0-9.e+]*"); work = substr($0, RSTART + length(field) + 3, RLENGTH - length(field) - 3)
        for (i = 1; i <= n; i++) if (best == 0 || t[i] + 0 < best) best = t[i] + 0
        if (best > 0) printf "%.2f", work / best * 1e-9 }'
}
theirs() { # theirs LABEL TEST SIZE ITERATIONS: the best of 6 runs, in 1e9 a second
    for run in 1 2 3 4 5 6; do
        likwid-bench -t "$2" -w "S0:$3:1" -i "$4" 2>/dev/null </dev/null | sed -n "s|^$1:[^0-9]*||p"
    done | sort -n | tail -n 1 | awk '{ printf "%.2f", $1 * 1e-3 }'
}
one() { # one WHO KIND
    case $1$2 in
    ourspeak) ours flop fma n=512 ;;
    theirspeak) theirs MFlops/s "$peak" "${half}kB" 2000 ;;
    oursL1) ours bytes cache n=$((half * 128)) passes=$((262144 / half)) ;;
    theirsL1) theirs MByte/s "$load" "${half}kB" $((262144 / half)) ;;
    oursmemory) ours bytes read n=$((memory * 128)) sweeps=1 ;;
    theirsmemory) theirs MByte/s "$load" "${memory}kB" 1 ;;
    esac
}
echo "| ceiling of one core | rxt, five times | likwid-bench ($peak, $load) | median ratio | |"
echo "|---|---|---|---|---|"
status=0
for kind in peak L1 memory; do
    pairs=""
    for turn in 1 2 3 4 5; do
        if [ $((turn % 2)) = 1 ]; then a=$(one ours $kind) b=$(one theirs $kind); else b=$(one theirs $kind) a=$(one ours $kind); fi
        pairs="$pairs $a/$b"
    done
    echo "$pairs" | tr ' ' '\n' | awk -F/ -v kind=$kind 'NF == 2 && $2 > 0 {
            n++; a = a " " $1; b = b " " $2; r = $1 / $2
            for (i = n; i > 1 && q[i - 1] > r; i--) q[i] = q[i - 1]
            q[i] = r }
        END { if (n < 5) { print "| " kind " | not measured | | | |"; exit 1 }
            off = q[3] < 0.9 || q[3] > 1.1
            printf "| %s |%s |%s | %.3f | %s |\n", kind, a, b, q[3], kind == "memory" ? sprintf("94 %% [%.3f, %.3f]", q[1], q[5]) : off ? "MISS: more than 10 %" : "within 10 %"
            exit kind != "memory" && off }' || status=1
done
echo
echo "peak in Gflop/s, the others in GB/s; load $(cut -d' ' -f1-3 /proc/loadavg) at the end."
exit $status
