#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# many_ranks.sh RXT - 64 and 128 ranks on this machine, far more than it has cores: every kernel passes its check and gives
# the digest that it gives serially, with 128 also where most ranks have nothing to do; and what so many ranks cost in
# start-up time and memory, beside an MPI program that does nothing.
rxt=$1
here=$(dirname "$0")
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_mpi_yield_when_idle=1
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
mpicc=mpicc.openmpi start="mpirun.openmpi --oversubscribe --bind-to none"
case $("$rxt" --version) in *"MPI openmpi"*) ;; *) echo "skipped: this build is not one of Open MPI" >&2; exit 77 ;; esac
for p in $mpicc "${start%% *}"; do
    command -v "$p" >/dev/null || { echo "skipped: no $p here" >&2; exit 77; }
done
D=$(mktemp -d) && trap 'rm -rf "$D"' EXIT
trap 'exit 130' INT TERM
. "$here/cluster/claims.sh"
$mpicc -O2 -o "$D/hello" "$here/mpi_hello.c" && $mpicc -O2 -shared -fPIC -o "$D/watch.so" "$here/mpi_watch.c" || exit 1

# Every kernel small, and smaller where every rank holds or reads all of something, or sends hundreds of messages; then
# with fewer items than 128 ranks. One launch for all: to start so many ranks takes longer than most kernels.
kernels=$("$rxt" kernels --json | sed -n 's/^  "name": "\(.*\)",/\1/p')
few="square n=50 grain=1 mandelbrot n=31 pi n=1000 primes n=100 factor n=20 json n=500 html n=500 words n=100 nbody n=37
heat n=31 steps=3 matmul n=20 fft n=16 sort n=50 stats n=40 kmeans n=30 k=3 blur n=20 read n=60 fma n=3"
asked=""
for k in $kernels; do
    asked="$asked $k"
    case $k in
    square) asked="$asked n=20000 grain=1" ;;
    words | sort | read) asked="$asked n=100000" ;;
    nbody) asked="$asked steps=2" ;;
    heat) asked="$asked steps=20" ;;
    matmul) asked="$asked n=200" ;;
    fft) asked="$asked n=256" ;;
    esac
done
answers() { # answers FILE: "kernel check digest rejected" of each sample; a sample serially may be too short to be timed
    sed -n 's/^{"schema":"rxt-sample.*"kernel":"\([^"]*\)".*"check":"\{0,1\}\([a-z]*\)"\{0,1\},.*"digest":"\{0,1\}\([0-9a-z]*\).*"rejected":\("[^"]*"\|null\).*/\1 \2 \3 \4/p' "$1" |
        sed 's/"a run took less than [^"]*"/null/'
}
run() { # run WHAT RANKS COMMAND...: under the launcher, watched
    what=$1 ranks=$2
    shift 2
    MPI_WATCH=$D/$what.rows MPI_WATCH_START=$(date +%s.%N) \
        timeout 600 $start -n "$ranks" env LD_PRELOAD="$D/watch.so" "$@" >"$D/$what" 2>"$D/$what.err" </dev/null
}
measured() { # measured NAME RANKS: every rank told its times and memory
    [ "$(grep -c . "$D/$1.rows")" = "$2" ] && ! grep -q -e - "$D/$1.rows"
}
same() { diff "$1" "$2"; }
row() { # row NAME PROGRAM RANKS: a row of the table
    awk -v program="$2" -v ranks="$3" '
        function median(x, n, i, j, t) {
            for (i = 2; i <= n; i++) for (j = i; j > 1 && x[j] < x[j - 1]; j--) { t = x[j]; x[j] = x[j - 1]; x[j - 1] = t }
            return (x[int((n + 1) / 2)] + x[int(n / 2) + 1]) / 2
        }
        { if ($1 > last) last = $1; pss[NR] = $2; rss[NR] = $3; pss_end[NR] = $4; rss_end[NR] = $5 }
        END {
            printf "| %d | %s | %.1f | %.1f | %.1f | %.1f | %.1f |\n", ranks, program, last,
                median(pss, NR) / 1024, median(rss, NR) / 1024, median(pss_end, NR) / 1024, median(rss_end, NR) / 1024
        }' "$D/$1.rows"
}

"$rxt" run $asked $few --size small --reps 1 --layout 1x1 --json >"$D/serial" 2>"$D/serial.err"
answers "$D/serial" >"$D/serial128"
n_kernels=$(echo $kernels | wc -w)
head -n "$n_kernels" "$D/serial128" >"$D/serial64"
claim "every kernel passes serially, twice" [ "$(grep -c ' pass [0-9a-f]\{16\} null$' "$D/serial128")" = $((2 * n_kernels)) ]
for n in 64 128; do
    log="$D/hello$n.err"
    run hello$n $n "$D/hello" # Open MPI 4 may end it with an error where cores are short; its rows are there
    claim "hello of $n ranks is measured" measured hello$n $n
    log="$D/rxt$n.err"
    [ $n = 64 ] && more="" || more=$few
    claim "rxt of $n ranks ends with status 0" run rxt$n $n "$rxt" run $asked $more --size small --reps 1 --layout ${n}x1 --oversubscribe --json
    claim "rxt of $n ranks is measured" measured rxt$n $n
    answers "$D/rxt$n" >"$D/answers$n"
    claim "$n ranks: every check passes, every digest is the serial one" same "$D/serial$n" "$D/answers$n"
done
sed '$s/ [0-9a-f]\{15\}\([0-9a-f]\) / 000000000000000\1 /' "$D/serial128" >"$D/wrong"
claim "a wrong digest is seen" eval '! same "$D/wrong" "$D/answers128"'
sed '1s/ pass / fail /' "$D/answers128" >"$D/wrong"
claim "a failed check is seen" eval '! same "$D/serial128" "$D/wrong"'

cat <<END
Start-up: from launch to the end of MPI_Init on the last rank. Memory: median over the ranks, when MPI_Init has ended, and
at MPI_Finalize, for rxt after $n_kernels kernels. Pss shares out what the ranks have in common, Rss counts it for each.

| ranks | program | start-up, s | Pss, MiB | Rss, MiB | Pss at the end, MiB | Rss at the end, MiB |
|--:|---|--:|--:|--:|--:|--:|
END
for n in 64 128; do
    [ ! -s "$D/hello$n.rows" ] || row hello$n "MPI hello" $n
    [ ! -s "$D/rxt$n.rows" ] || row rxt$n rxt $n
done
echo "on $(env -u OMP_NUM_THREADS nproc) PUs, load $(cut -d' ' -f1-3 /proc/loadavg) at the end"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
