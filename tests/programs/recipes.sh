#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# recipes.sh RXT [NAME...] - the study of every recipe, or of those named, with the real program and a small input of examples/.
#
# A program that is not here is skipped, and said. Two rounds of few layouts: what is asked is that numbers and answers are
# found, and that a decision comes of them; no time is looked at.
cd "$(dirname "$0")/../.." || exit 2
rxt=$(realpath "${1:-build/rxt}") && shift || exit 2
only=" $* " T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cp -r examples "$T/examples" && cd "$T" || exit 2
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 NO_COLOR=1 LC_ALL=C
unset OMP_NUM_THREADS OMP_PROC_BIND OMP_PLACES
passed=0 failed=0 skipped=0

# Of the decision: the best layout, its number's unit, whether answers were checked; a line for each row that is wrong or failed.
told() {
    python3 - "$1" <<'END'
import json, sys
kernel, = json.load(open(sys.argv[1]))["kernels"]
print(kernel["best"], (kernel["metric"] or {}).get("unit", "wall-time"), kernel["answers_checked"], kernel["regret"] is None)
for row in kernel["rows"]:
    if row["verdict"] in ("wrong", "failed"):
        print(row["layout"], row["verdict"], row["note"])
END
}

claim() { # claim RECIPE UNIT FOLDER LAYOUTS ARGS -- COMMAND...
    recipe=$1 unit=$2 folder=$3 layouts=$4
    shift 4
    case "$only" in "  " | *" $recipe "*) ;; *) return ;; esac
    program="" last=""
    for word; do
        [ "$last" != -- ] || program=$word
        last=$word
    done
    command -v "$program" >/dev/null || { echo "skipped $recipe: $program is not here" && skipped=$((skipped + 1)) && return; }
    (cd "$folder" && timeout 600 "$rxt" study --recipe "$recipe" --layouts "$layouts" --rounds 2 --oversubscribe --out "$T/$recipe" "$@") \
        >"$T/$recipe.out" 2>&1 </dev/null
    rc=$?
    said=$(told "$T/$recipe/decision.json" 2>&1)
    case "$rc $(echo "$said" | sed -n 1p) $(echo "$said" | wc -l)" in
    "0 None"*) ;;
    "0 "*" $unit True "*" 1") passed=$((passed + 1)) && echo "passed $recipe: $said" && return ;;
    esac
    failed=$((failed + 1))
    echo "FAILED $recipe: status $rc, $said"
    grep -A 8 "^what went wrong" "$T/$recipe.out"
    tail -n 2 "$T/$recipe.out"
}

! command -v gmx >/dev/null || sh examples/gromacs/make.sh "$T/water" >"$T/water.out" 2>&1 || tail -n 5 "$T/water.out"
! command -v pw.x >/dev/null || sh examples/quantum-espresso/make.sh "$T/hydrogen" >"$T/hydrogen.out" 2>&1
mkdir -p "$T/water" "$T/hydrogen" "$T/xz" && seq 600000 >"$T/xz/input.bin"

cavity=/usr/share/doc/openfoam-examples/examples/incompressible/icoFoam/cavity/cavity # Debian's, packed file by file
if [ -d $cavity ] && command -v blockMesh >/dev/null; then
    cp -r $cavity/. "$T/cavity" && gunzip -rq "$T/cavity" 2>/dev/null
    export WM_PROJECT_DIR="${WM_PROJECT_DIR:-/usr/share/openfoam}"
    cp examples/openfoam/decomposeParDict "$T/cavity/system/" && (cd "$T/cavity" && blockMesh >"$T/cavity.out" 2>&1)
fi
mkdir -p "$T/cavity"

claim lammps timesteps/s examples/lammps 1x1,2x1 -- lmp -in in.melt
claim cp2k s examples/cp2k 1x1,1x2,2x1 -- cp2k.psmp -i water.inp
claim gromacs ns/day water 1x1,1x2,2x1 -- gmx mdrun -s md.tpr
claim quantum-espresso wall-time hydrogen 1x1,2x1 -- pw.x -in pw.in
claim hpcc Tflop/s examples/hpcc 1x1,2x1 -- hpcc
claim openfoam wall-time cavity 1x1,2x1 --copy 0 --copy constant --copy system -- icoFoam
claim xz wall-time xz 1x1,1x2 -- xz --block-size=500KiB input.bin
echo "recipes: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] || exit 1
[ "$passed" -gt 0 ] || exit 77
