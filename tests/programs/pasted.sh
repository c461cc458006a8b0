#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# pasted.sh RXT [NAME...] - does the line that 'rxt best' tells do again what the study did? Of every program, or of those named.
#
# A study of a few rounds gives the line. Then 6 launches by a study of its layout alone, and 6 of the pasted line, in turn, so that
# other work on the machine hits both alike: the ratios of their numbers are told, least, median and most. Of 6 pairs these are a
# 97 % interval of the median; 1 within it says that the line reproduces the run. That the line runs and gives a number is
# what is asked; no time is.
cd "$(dirname "$0")/../.." || exit 2
rxt=$(realpath "${1:-build/rxt}") && shift || exit 2
only=" $* " T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cp -r examples "$T/examples" && mkdir -p "$T/water" "$T/xz" "$T/bin" && cd "$T" || exit 2
ln -s "$rxt" bin/rxt && PATH=$T/bin:$PATH
export PATH OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 NO_COLOR=1 LC_ALL=C
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES
passed=0 failed=0 skipped=0

# The number of the one sample of a study.
number_of() {
    python3 - "$1" <<'END'
import json, sys
s = [j for j in map(json.loads, open(sys.argv[1])) if j["schema"].startswith("rxt-sample") and j["rejected"] is None and "@" not in j["layout"]]
m = s[-1].get("metric")
print(m["value"][-1] if m and isinstance(m.get("value"), list) else m["value"] if m else s[-1]["time_s"][-1])
END
}
# What a pasted line gave: by the recipe's pattern, or its time.
number_in() { # number_in PATTERN OUT SECONDS
    if [ -n "$1" ]; then sed -nE "s@$1@\1@p" "$2" | tail -n 1; else echo "$3"; fi
}
ratios() {
    python3 - "$1" <<'END'
import statistics, sys
r = sorted(float(b) / float(a) for a, b in (line.split() for line in open(sys.argv[1])))
word = "reproduces the run" if r[0] <= 1.0 <= r[-1] else "differs"
print(f"{len(r)} pairs, pasted / studied {r[0]:.3f} {statistics.median(r):.3f} {r[-1]:.3f}: {word}")
END
}

try() { # try RECIPE PATTERN FOLDER LAYOUTS ARGS -- COMMAND...
    name=$1 pattern=$2 folder=$3 layouts=$4
    shift 4
    case "$only" in "  " | *" $name "*) ;; *) return ;; esac
    program="" last=""
    for word; do
        [ "$last" != -- ] || program=$word
        last=$word
    done
    command -v "$program" >/dev/null || { echo "skipped $name: $program is not here" && skipped=$((skipped + 1)) && return; }
    cd "$T/$folder" && rm -f "$T/pairs"
    rxt study --recipe "$name" --layouts "$layouts" --rounds 3 --out "$T/$name" "$@" >"$T/$name.out" 2>&1 </dev/null
    line=$(rxt best "$T/$name" --print launch 2>"$T/$name.told") && layout=$(rxt best "$T/$name" 2>/dev/null) || line=""
    for pair in 1 2 3 4 5 6; do
        [ -n "$line" ] || break
        rm -rf "$T/one"
        rxt study --recipe "$name" --layouts "$layout" --rounds 1 --out "$T/one" "$@" >"$T/one.out" 2>&1 </dev/null
        rm -f input.bin.xz
        begin=$(date +%s.%N)
        eval "$line" >"$T/pasted" 2>&1 </dev/null || { tail -n 3 "$T/pasted" && break; }
        seconds=$(echo "$(date +%s.%N) $begin" | awk '{ print $1 - $2 }')
        echo "$(number_of "$T/one/journal.jsonl") $(number_in "$pattern" "$T/pasted" "$seconds")" >>"$T/pairs"
    done
    if [ "$(awk 'NF == 2 && $1 > 0 && $2 > 0' "$T/pairs" 2>/dev/null | wc -l)" = 6 ]; then
        passed=$((passed + 1)) && echo "passed $name: $line" && ratios "$T/pairs"
    else
        failed=$((failed + 1)) && echo "FAILED $name: '$line'" && cat "$T/pairs" "$T/$name.told" && tail -n 2 "$T/$name.out"
    fi
    cd "$T" || exit 2
}

! command -v gmx >/dev/null || sh examples/gromacs/make.sh "$T/water" >"$T/water.out" 2>&1 || tail -n 5 "$T/water.out"
seq 600000 >"$T/xz/input.bin"
try lammps '.*, +([0-9.]+) timesteps/s.*' examples/lammps 1x1,2x1 -- lmp -in in.melt
try cp2k ' CP2K +1 .* ([0-9.]+) *$' examples/cp2k 1x1,1x2,2x1 -- cp2k.psmp -i water.inp
try gromacs '^Performance: +([0-9.]+).*' water 1x1,1x2,2x1 -- gmx mdrun -s md.tpr
try xz '' xz 1x1,1x2 --copy input.bin -- xz --block-size=500KiB input.bin
echo "pasted: $passed passed, $failed failed, $skipped skipped; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
[ "$failed" = 0 ] || exit 1
[ "$passed" -gt 0 ] || exit 77
