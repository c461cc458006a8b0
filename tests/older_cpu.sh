#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# older_cpu.sh - on a processor that lacks what it was built for, rxt and rxt-rank say so in one line. Built in a copy for
# AMD's last Excavator, whose XOP and FMA4 nobody else has: every other processor is an older one then. Run in the tree's root.
[ "$(uname -m)" = x86_64 ] || { echo "skipped: no x86-64" && exit 77; }
! grep -qw xop /proc/cpuinfo || { echo "skipped: this processor has XOP" && exit 77; }
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT TERM
cp -Rp Makefile .ci src include "$copy" && cd "$copy" || exit 1
"${MAKE:-make}" -s -j2 CC=gcc MPI=no OMP=no OPT=-O0 ARCH=bdver4 >out 2>&1 || { cat out && exit 1; }
failed=0
for program in "rxt kernels" "rxt --version" "rxt-rank run pi"; do
    build/gcc-no-serial/$program >out 2>err
    rc=$?
    if [ $rc = 3 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] && grep -q '^rxt: .* processors that have \(xop\|fma4\|sse4a\), with ARCH=bdver4, ' err; then
        continue
    fi
    failed=1
    echo "wrong: $program on an older processor: status $rc"
    cat out err
done
[ $failed = 0 ] && head -n 1 err
