#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# kill.sh RXT [N] - a study killed with SIGKILL at 20 (N) random moments, and resumed: no finished sample is lost, no line
# stays torn, no process is left.
rxt=$1 n=${2:-20}
. "$(dirname "$0")/processes.sh"
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
export RXT_TRIES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
layouts=1x1
case $("$rxt" --version) in *"MPI no"*) ;; *) [ "$(nproc)" -ge 2 ] && layouts=1x1,2x1 ;; esac
passed=0 failed=0
journal=$T/s/journal.jsonl
cp "$rxt" "$T/rxt-under-test" # a name of its own, to find its processes by
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$T/rxt-rank"
study() { exec "$T/rxt-under-test" study pi n=1000000 --size small --layouts $layouts --rounds 600 --reps 1 --out "$T/s" "$@"; }
i=0
for moment_s in $(awk -v n="$n" 'BEGIN { srand(20261); for (i = 0; i < n; i++) printf "%.2f\n", 0.1 + 2.1 * rand() }'); do
    i=$((i + 1))
    resume=""
    if [ -e "$journal" ]; then
        resume=--resume
        # Whole lines alone count as finished; a torn one may go.
        lines=$(wc -l <"$journal") && head -n "$lines" "$journal" >"$T/before"
    else
        : >"$T/before"
    fi
    study $resume >"$T/out" 2>&1 &
    sleep "$moment_s"
    kill -KILL $! 2>/dev/null
    wait $! 2>/dev/null
    problem=""
    left=$(gone -f "$T/rxt-under-test") || problem="processes are left: $(echo "$left" | head -3)" # of the study, ranks, launcher
    head -c "$(stat -c %s "$T/before")" "$journal" 2>/dev/null | cmp -s - "$T/before" || problem="finished lines are gone"
    if [ -z "$problem" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED kill $i after $moment_s s: $problem"; fi
done
lines=$(wc -l <"$journal") && head -n "$lines" "$journal" >"$T/before"
if (study --resume --rounds 2) >"$T/out" 2>&1 && head -c "$(stat -c %s "$T/before")" "$journal" | cmp -s - "$T/before" &&
    [ "$(tail -c 1 "$journal" | od -An -c | tr -d ' ')" = '\n' ] && "$T/rxt-under-test" report "$T/s" >"$T/out" 2>&1; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED: after the last kill: $(tail -n 2 "$T/out")"
fi
echo "a study killed $n times kept $(grep -c '"rxt-sample/1"' "$journal") samples"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
