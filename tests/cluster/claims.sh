# SPDX-License-Identifier: BSD-3-Clause
# claims.sh - what the tests on pretended clusters share: a claim is a name and a command that must succeed.
. "$here/../processes.sh"
export RXT_TRIES=1 # pretended nodes share the cores of this machine: it is busy, and launches are counted
passed=0 failed=0

claim() { # claim NAME COMMAND...; $log names files whose ends explain a failure
    name=$1
    shift
    if "$@" >"$D/claim" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED $name"
        tail -n 5 "$D/claim" ${log:-}
    fi
}
holds() { grep -q -e "$1" "$2" || { echo "no '$1' in $2"; false; }; }

slurm_up() { # slurm_up NODES: a pretended Slurm cluster in $D, which ends with the script
    for program in python3 pgrep; do command -v $program >/dev/null || { echo "skipped: no $program here" >&2; exit 77; }; done
    D=$(mktemp -d /tmp/rxt.XXXXXX)
    sh "$here/slurm.sh" up "$D" "$1" || { rc=$?; rm -rf "$D"; exit $rc; }
    trap 'sh "$here/slurm.sh" down "$D"; rm -rf "$D"' EXIT
    trap 'exit 130' INT TERM
    . "$D/env"
}
