#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# placements.sh RXT - real programs whose threads go where the plan does not put them: GROMACS that pins itself, and ffmpeg,
# whose own threads inherit the one core to which OpenMP binds the first of them.
cd "$(dirname "$0")/../.." || exit 2
rxt=$(realpath "${1:-build/rxt}") || exit 2
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 NO_COLOR=1 LC_ALL=C GMX_MAXBACKUP=-1
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES
passed=0 failed=0 skipped=0
pus=$("$rxt" place 1x2 --json 2>/dev/null | grep -c '"pu"')
[ "$pus" = 2 ] || { echo "placements: skipped: it needs 2 cores" && exit 77; }
claim() { # claim NAME COMMAND...
    name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED $name"
        tail -n 3 "$T/err"
        grep -o '"\(rejected\|reason\)":"[^"]*"' "$T/s/journal.jsonl"
    fi
}
skip() { skipped=$((skipped + 1)) && echo "skipped: $1"; }
study() { # study LAYOUT OPTION... -- COMMAND...
    rm -rf "$T/s"
    timeout -k 5 300 "$rxt" study --layouts "$@" >"$T/out" 2>"$T/err" </dev/null
}
samples() { grep '"rxt-sample/1"' "$T/s/journal.jsonl" | grep "\"layout\":\"$1\""; }
if command -v gmx >/dev/null && sh examples/gromacs/make.sh "$T/water" >"$T/err" 2>&1; then
    cd "$T/water" || exit 2
    study 1x1 --launcher none --rounds 1 --expect 'Performance' --out "$T/s" -- gmx mdrun -s md.tpr -ntmpi 1 -ntomp 1 -pin on -pinoffset 1
    claim "gmx -pin on leaves its plan: it is rejected" sh -c "grep -q '\"layout\":\"1x1\".*\"rejected\":\"rank 0: thread .gmx.*planned: [0-9]' '$T/s/journal.jsonl'"
    study 1x1 --launcher none --rounds 1 --expect 'Performance' --out "$T/s" -- gmx mdrun -s md.tpr -ntmpi 1 -ntomp 1
    claim "without it, it is not" [ "$(samples 1x1 | grep -c '"rejected":null')" = 1 ]
else
    skip "GROMACS is not here"
fi
if command -v ffmpeg >/dev/null && command -v mpirun.openmpi >/dev/null; then
    cd "$T" || exit 2
    study 1x2 --rounds 1 --expect 'video:' --out "$T/s" -- ffmpeg -nostdin -f lavfi -i testsrc=size=640x360:rate=25:duration=12 -threads '{threads}' -c:v libx264 -f null -
    claim "ffmpeg under places is rejected: its threads are on one core" [ "$(samples 1x2 | grep -c '"rejected":"rank 0: thread .* are bound to PU')" = 1 ]
    claim "places are given up, and said" grep -q "OpenMP is told of no places" "$T/err"
    claim "under the mask alone it is right" [ "$(samples 1x2 | grep -c '"rejected":null')" = 1 ]
    claim "its decision keeps the mask alone" grep -q "rxt bind 1x2 --mask-only" "$T/out"
else
    skip "ffmpeg or Open MPI is not here"
fi
echo "placements: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] || exit 1
[ "$passed" -gt 0 ] || exit 77
