# SPDX-License-Identifier: BSD-3-Clause
# claims.sh - what the tests on pretended clusters share: a claim is a name and a command that must succeed.
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
