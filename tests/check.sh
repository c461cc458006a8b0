#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# check.sh - every test: two compilers, two MPIs, no MPI, sanitizers. What `make check` runs after the set-up.
passed=0 failed=0
step() { # step NAME COMMAND...: its output, then one line
    name=$1
    shift
    begin=$(date +%s)
    echo "== $name"
    "$@"
    rc=$?
    if [ $rc = 0 ] || [ $rc = 77 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    echo "== $name: status $rc, $(($(date +%s) - begin)) s"
}
quiet() { "${MAKE:-make}" --no-print-directory -j2 "$@"; }

step "build gcc, Open MPI" quiet CC=gcc MPI=openmpi all
step "units" quiet CC=gcc MPI=openmpi check-unit
step "command line" quiet CC=gcc MPI=openmpi check-cli
step "killed and resumed" quiet CC=gcc MPI=openmpi check-kill
step "conformance gcc, Open MPI" quiet CC=gcc MPI=openmpi check-mpi
step "conformance clang, Open MPI" quiet CC=clang MPI=openmpi check-mpi
step "conformance gcc, MPICH" quiet CC=gcc MPI=mpich check-mpi
step "conformance clang, MPICH" quiet CC=clang MPI=mpich check-mpi
step "units without MPI, OpenMP, CBLAS, PNG" quiet MPI=no OMP=no CBLAS=no PNG=no check-unit
step "conformance without MPI, OpenMP, CBLAS, PNG" quiet MPI=no OMP=no CBLAS=no PNG=no check-mpi
step "sanitizers" quiet check-san
echo "$passed passed, $failed failed"
[ $failed = 0 ]
