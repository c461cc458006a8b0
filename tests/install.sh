#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# install.sh VARIABLE=VALUE... - a build of these variables installs into folders with blanks in their names, and what
# lies there runs without options: it finds rxt-rank, and takes a layout that it can run.
passed=0 failed=0
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
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
to="$T/stage dir/opt/r x"
claim "it installs" "${MAKE:-make}" --no-print-directory -j2 WERROR=-Werror "$@" DESTDIR="$T/stage dir" PREFIX="/opt/r x" install
for file in bin/rxt libexec/rxt/rxt-rank share/man/man1/rxt.1 share/bash-completion/completions/rxt; do
    claim "$file is there" [ -s "$to/$file" ]
done
"$to/bin/rxt" run pi n=1000000 --reps 1 >"$T/run" 2>&1
claim "rxt run needs no layout: $(head -n 2 "$T/run")" grep "check pass" "$T/run"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
