#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# preload.sh BUILD - a program's time in MPI, as the library that it loads first accounts for it: C, Fortran, each MPI that is
# here; after _exit, too. Run in the tree's root.
B=$PWD/$1
export RXT_TRIES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LC_ALL=C
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cat >"$T/waits.c" <<'END'
#include <mpi.h>
#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    int rank, flag;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    for (int i = 0; i < 1000; i++) {
        MPI_Iprobe(MPI_ANY_SOURCE, 5, MPI_COMM_SELF, &flag, MPI_STATUS_IGNORE);
    }
    if (rank == 0) {
        usleep(400000);
    }
    MPI_Barrier(MPI_COMM_WORLD);
    printf("done\n");
    fflush(stdout);
    if (argc > 1) {
        _exit(0);
    }
    return MPI_Finalize();
}
END
cat >"$T/waits.f90" <<'END'
program waits
  use mpi
  integer :: rank, err
  call MPI_Init(err)
  call MPI_Comm_rank(MPI_COMM_WORLD, rank, err)
  if (rank == 0) call sleep(1)
  call MPI_Barrier(MPI_COMM_WORLD, err)
  if (rank == 0) print *, 'done'
  call MPI_Finalize(err)
end program
END
sed -e 's/use mpi/use mpi_f08/' "$T/waits.f90" >"$T/waits8.f90"
passed=0 failed=0 skipped=0
claim() { # claim NAME COMMAND...
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        cut -c 1-600 "$T/out" | head -n 8
    fi
}
study() { # study PROGRAM: 2x1, one round; the usage of its sample in $T/out
    rm -rf "$T/study"
    timeout 120 "$B/rxt" study --rounds 1 --layouts 2x1 --expect . --out "$T/study" $options -- "$@" >"$T/said" 2>&1 </dev/null
    sed -n 's/.*"layout":"2x1".*"usage":{\([^}]*\)}.*/\1/p' "$T/study/journal.jsonl" >"$T/out"
    [ -s "$T/out" ] || tail -n 5 "$T/said" >"$T/out"
}
number() { # number NAME: of the usage
    tr ',' '\n' <"$T/out" | sed -n "s/^\"$1\"://p"
}
waited() { # waited LEAST: rank 1 spent so many seconds of the run in MPI, rank 0 far fewer
    awk -v low="$(number mpi_low)" -v high="$(number mpi_high)" -v wall="$(number wall_s)" -v least="$1" 'BEGIN { exit !(low != "null" && high * wall >= least && low * wall < least / 2) }'
}
for mpi in openmpi mpich; do
    cc=mpicc.$mpi fc=mpif90.$mpi
    if ! command -v $cc >/dev/null 2>&1 || ! command -v mpirun.$mpi >/dev/null 2>&1; then
        skipped=$((skipped + 1))
        echo "skipped: no $cc here"
        continue
    fi
    $cc -o "$T/waits.$mpi" "$T/waits.c" || exit 1
    options=""
    study "$T/waits.$mpi"
    claim "$mpi: a wait is time in MPI, of the rank that waits" waited 0.3
    options="--no-preload"
    study "$T/waits.$mpi"
    claim "$mpi: without the library it is not measured" [ "$(number mpi_high)" = null ]
    options=""
    if ! command -v gfortran >/dev/null 2>&1 || ! $fc -o "$T/waits" "$T/waits.f90" 2>/dev/null; then
        skipped=$((skipped + 1))
        echo "skipped: no Fortran for $mpi here"
        continue
    fi
    for source in waits waits8; do
        $fc -o "$T/$source.x" "$T/$source.f90" 2>/dev/null || { echo "skipped: $fc has no mpi_f08" && skipped=$((skipped + 1)) && continue; }
        study "$T/$source.x"
        claim "$mpi, Fortran ($source): a wait is time in MPI" waited 0.6
    done
done
if [ -x "$T/waits.mpich" ]; then # Open MPI takes a rank without MPI_Finalize for one that failed
    timeout 60 "$B/rxt" study --rounds 1 --layouts 1x1 --expect . --out "$T/left" -- "$T/waits.mpich" leave >"$T/out" 2>&1 </dev/null
    grep -o '"mpi":{[^}]*}[^}]*}' "$T/left/journal.jsonl" >"$T/out"
    claim "what was noted outlives _exit" grep -q '"ended":false.*"point":1000' "$T/out"
fi
echo "preload: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
