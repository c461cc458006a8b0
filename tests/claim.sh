# SPDX-License-Identifier: BSD-3-Clause
# claim.sh - what tests that build and install share: a claim is a name and a command that must succeed. Needs a folder $T.
passed=0 failed=0
claim() { # claim WHAT COMMAND...
    what=$1
    shift
    if "$@" >"$T/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $what:"
        tail -n 5 "$T/said"
    fi
}
