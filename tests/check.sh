#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# check.sh - every test: two compilers, two MPIs, no MPI, sanitizers. What `make check` runs after the set-up.
#
# What waits more than it computes (pretended clusters; faults, kills, programs) goes beside what computes, in two lanes, and
# is told when all of it has ended. Each compiler and each MPI has one configuration here, of which that of gcc and Open MPI is
# as it is built for use, the others are by -O1; `make check-long` has all others, many ranks, and the fuzz targets.
passed=0 failed=0 skipped=0 sessions=""
export RXT_TRIES=1 # a machine that tests is busy, and most of them count launches
start=$(date +%s)
T=$(mktemp -d) && trap 'rm -rf "$T"' EXIT
trap 'for s in $sessions; do kill -TERM -"$s" 2>/dev/null; done; exit 130' INT TERM
tell() { # tell NAME STATUS SECONDS: one line of a step that has ended
    case $2 in
    0) passed=$((passed + 1)) said=passed ;;
    77) skipped=$((skipped + 1)) said=skipped ;;
    *) failed=$((failed + 1)) said="FAILED (status $2)" ;;
    esac
    echo "== $1: $said, $3 s"
}
step() { # step NAME COMMAND...: its output, then one line
    name=$1 begin=$(date +%s)
    shift
    echo "== $name"
    "$@"
    tell "$name" $? $(($(date +%s) - begin))
}
beside() { # beside LANE NAME SCRIPT WORD...: one after another of a lane beside the steps, in a session of its own; meet tells of it
    lane=$1 name=$2 n=$(ls "$T" | grep -c '^name')
    shift 2
    echo "$name" >"$T/name.$n"
    setsid flock -o "$T/lane.$lane" sh -c 'begin=$(date +%s); sh "$@"; echo "$? $(($(date +%s) - begin))" >"$0"' "$T/end.$n" "$@" \
        >"$T/out.$n" 2>&1 </dev/null &
    sessions="$sessions $!"
}
meet() { # wait for what goes beside, and tell of it
    wait
    sessions=""
    for file in "$T"/name.*; do
        [ -e "$file" ] || continue
        echo "== $(cat "$file"), beside the steps above"
        cat "$T/out.${file##*.}"
        tell "$(cat "$file")" $(cat "$T/end.${file##*.}")
        rm "$file"
    done
}
build() { "${MAKE:-make}" --no-print-directory -s -j2 WERROR=-Werror "$@"; }
# The scripts are called here and not by make, which would turn their status 77 (skipped) into 2.
conformance() { # conformance FOLDER VARIABLE=VALUE...
    folder=build/$1
    shift
    build "$@" "$folder/test_rxt" && sh tests/conformance.sh "$folder"
}

kit() { # kit FOLDER VARIABLE=VALUE...
    folder=build/$1
    shift
    build "$@" all && sh tests/kit.sh "$folder"
}

step "functions of 60 lines" sh tests/lines.sh
step "clang-format" sh tests/format.sh
step "the house, planted against" sh tests/house.sh
step "faults that can be planted" sh tests/mutants.sh -n
step "build gcc, Open MPI" build CC=gcc MPI=openmpi all library
beside clusters "faults of batch jobs" tests/cluster/faults_slurm.sh build/gcc-openmpi/rxt
beside clusters "faults between hosts" tests/cluster/faults_hosts.sh build/gcc-openmpi/rxt
beside clusters "cluster: jobs/" tests/cluster/slurm_jobs.sh build/gcc-openmpi/rxt
beside clusters "cluster: a decision" tests/cluster/slurm_best.sh build/gcc-openmpi/rxt
beside clusters "cluster: kinds of jobs" tests/cluster/slurm_kinds.sh build/gcc-openmpi/rxt
beside clusters "cluster: Slurm" tests/cluster/slurm_study.sh build/gcc-openmpi/rxt
beside clusters "cluster: programs" tests/cluster/slurm_program.sh build/gcc-openmpi/rxt
beside clusters "cluster: bound programs" tests/cluster/slurm_bind.sh build/gcc-openmpi/rxt
beside clusters "cluster: hosts" tests/cluster/hosts_digests.sh build/gcc-openmpi/rxt
beside here "bound programs" tests/bind.sh build/gcc-openmpi/rxt
beside here "studies of programs" tests/programs.sh build/gcc-openmpi
beside here "programs under the watch" tests/watch.sh build/gcc-openmpi
beside here "time in MPI" tests/preload.sh build/gcc-openmpi
beside here "programs that are placed wrongly" tests/placed.sh build/gcc-openmpi/rxt
beside here "pools" tests/pool.sh build/gcc-openmpi gcc
beside here "killed and resumed" tests/kill.sh build/gcc-openmpi/rxt
beside here "the conformance kit" tests/kit.sh build/gcc-openmpi all
beside here "faults on one machine" tests/faults.sh build/gcc-openmpi/rxt
step "units" build CC=gcc MPI=openmpi check-unit
step "a launcher of one file" sh tests/launcher.sh build/gcc-openmpi
step "command line" sh tests/cli/run.sh build/gcc-openmpi/rxt
step "hostile text" sh tests/hostile.sh build/gcc-openmpi/rxt
step "journals of known truth" sh tests/made_journals.sh build/gcc-openmpi/rxt
step "proof of place" sh tests/proof.sh build/gcc-openmpi
step "a core that others keep busy" sh tests/quality.sh build/gcc-openmpi/rxt loaded
step "a CPU quota" sh tests/quality.sh build/gcc-openmpi/rxt quota
step "limits of address space" sh tests/limits.sh build/gcc-openmpi/rxt
step "units without MPI, OpenMP, CBLAS, PNG, FFTW" build MPI=no OMP=no CBLAS=no PNG=no FFTW=no OPT=-O1 check-unit
step "conformance without MPI, OpenMP, CBLAS, PNG, FFTW" conformance gcc-no-serial-noblas-nopng-nofftw MPI=no OMP=no CBLAS=no PNG=no FFTW=no OPT=-O1
step "installed without MPI, OpenMP, CBLAS, PNG, FFTW" sh tests/install.sh MPI=no OMP=no CBLAS=no PNG=no FFTW=no OPT=-O1
step "installed" sh tests/install.sh CC=gcc MPI=openmpi
step "installed, clang and MPICH" sh tests/install.sh CC=clang MPI=mpich OPT=-O1
step "pools, clang and MPICH" sh tests/pool.sh build/clang-mpich clang
step "sites: wrappers, a tarball, blanks" sh tests/sites.sh
step "kernels as files" sh tests/plugins.sh build/gcc-openmpi gcc
step "kernels as files, clang and MPICH" sh tests/plugins.sh build/clang-mpich clang
step "an older processor" sh tests/older_cpu.sh
step "a kernel from outside" sh tests/outside.sh CC=gcc MPI=openmpi
step "pools" sh tests/pools.sh 30000 CC=gcc MPI=openmpi
step "pools, clang and MPICH" sh tests/pools.sh 30000 CC=clang MPI=mpich OPT=-O1
step "sanitizers" build check-san
meet
step "conformance gcc, Open MPI" conformance gcc-openmpi CC=gcc MPI=openmpi
step "the conformance kit, clang, MPICH" kit clang-mpich CC=clang MPI=mpich OPT=-O1
step "conformance clang, MPICH" conformance clang-mpich CC=clang MPI=mpich OPT=-O1
echo "$skipped steps skipped, $(($(date +%s) - start)) s in all"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
