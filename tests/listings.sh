#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# listings.sh RXT [-u] - what lists the kernels tells what `rxt kernels` does: the README's table and
# jobs/*.sbatch. -u writes them anew.
cd "$(dirname "$0")/.." || exit 2
rxt=$1 update=${2:-} failed=0
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
compare() { # compare FILE MADE
    if [ "$update" = -u ]; then
        cmp -s "$1" "$2" || { cat "$2" >"$1" && echo "written: $1"; }
    elif ! diff "$1" "$2"; then
        echo "FAILED $1: 'make listings' writes it"
        failed=$((failed + 1))
    fi
}
"$rxt" kernels --json | sed -n 's/^  "\([a-z]*\)": "\{0,1\}\(.*[^",]\)"\{0,1\},$/\1\t\2/p' | awk -F '\t' '
    { now[$1] = $2 }
    $1 == "ceiling" && $2 == "false" {
        printf "| `%s` | %s | %s | %s |\n", now["name"], now["category"], now["what"], now["stresses"] }' >"$T/rows"
[ "$(grep -cE '^<!-- (kernels: |end of kernels)' README.md)" = 2 ] || { echo "FAILED README.md: the two marks of the table are gone" && exit 1; }
[ -s "$T/rows" ] || { echo "FAILED: $rxt lists no kernel" && exit 1; }
awk -v rows="$T/rows" '
    !inside { print }
    /^<!-- kernels: / { inside = 1; print "| kernel | kind | what | stresses |\n|---|---|---|---|"; while ((getline row < rows) > 0) print row }
    /^<!-- end of kernels -->/ { if (inside) print; inside = 0 }' README.md >"$T/README.md"
compare README.md "$T/README.md"
for job in jobs/*.sbatch; do
    kind=${job##*/}
    "$rxt" job "${kind%.sbatch}" | sed 's,^RXT=.*-.*},RXT=${RXT:-rxt},' >"$T/job" && compare "$job" "$T/job"
done
[ $failed = 0 ]
