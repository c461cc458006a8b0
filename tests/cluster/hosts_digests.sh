#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# hosts_digests.sh RXT - across four hosts under one launcher: every kernel gives the digest that it gives serially,
# passes its check, and is proven on every host; and where links are slow, a kernel that sends pays and one that does
# not send does not.
rxt=$(realpath "$1")
here=$(dirname "$0")
command -v python3 >/dev/null || { echo "skipped: no python3 here" >&2; exit 77; }
D=$(mktemp -d /tmp/rxt.XXXXXX)
sh "$here/hosts.sh" up "$D" 4 || { rc=$?; rm -rf "$D"; exit $rc; }
trap 'sh "$here/hosts.sh" down "$D"; rm -rf "$D"' EXIT
trap 'exit 130' INT TERM
. "$here/claims.sh"
cat >"$D/read.py" <<'END'
import json, sys
def samples(path):
    for line in open(path):
        if line.startswith("{"):
            yield json.loads(line)
def digests(path):
    for s in samples(path):
        good = s.get("check") == "pass" and not s.get("rejected")
        print(s.get("kernel"), s.get("digest") if good else s.get("reason", s.get("rejected")))
def hosts(path):
    print(*sorted({p["host"] for s in samples(path) for p in s["placement"]}))
def mpi(path):  # ms in MPI of a rank in a run
    for s in samples(path):
        print(s["kernel"], "%.2f" % (1e3 * s["efficiency"]["mpi_s"] / (s["nodes"] * s["ranks"])))
{"digests": digests, "hosts": hosts, "mpi": mpi}[sys.argv[1]](sys.argv[2])
END
kernels=$("$rxt" kernels --json | python3 -c 'import json, sys; print(*[k["name"] for k in json.load(sys.stdin) if not k.get("lack")])')
run() { # run LAYOUT OPTIONS > samples
    layout=$1
    shift
    timeout 300 "$D/on" h1 "$rxt" run $kernels --size small --reps 1 --layout "$layout" --json "$@"
}
same() { # same FILE: its digests are the serial ones
    python3 "$D/read.py" digests "$1" >"$1.digests" && diff "$D/serial.digests" "$1.digests"
}
run 1x1 >"$D/serial"
python3 "$D/read.py" digests "$D/serial" >"$D/serial.digests"
claim "every kernel passes serially" [ "$(wc -l <"$D/serial.digests")" = "$(echo $kernels | wc -w)" ]
for layout in 4:1x1 4:2x1 4:1x2 2:2x2 3:2x1; do
    for sched in static dynamic; do
        run $layout --sched $sched $([ $layout = 2:2x2 ] && echo --oversubscribe) >"$D/out"
        claim "all digests of $layout, $sched, are the serial ones" same "$D/out"
    done
done
run 4:1x1 >"$D/out"
claim "proof rows come from every host" [ "$(python3 "$D/read.py" hosts "$D/out")" = "h1 h2 h3 h4" ]

# A pool over four hosts is the same call, and who dies on another host is told by one that lives there.
B=${rxt%/*}
claim "a program with a pool compiles" cc -std=c17 -D_POSIX_C_SOURCE=200809L -O1 -I"$here/../../include" -o "$D/pool" "$here/../pool_program.c" "$B/librxt.so.0" -Wl,-rpath,"$B" -pthread
pool() { # pool LAYOUT RANKS WORD...
    layout=$1 n=$2
    shift 2
    timeout 100 "$D/on" h1 mpirun -n $n --map-by ppr:$((n / 4)):node --bind-to none "$D/pool" "$@" --layout "$layout" >"$D/out" 2>"$D/err" </dev/null
}
pool 4:1x1 4 map 1009
claim "its map is right: $(tail -n 3 "$D/out" "$D/err")" grep -qx "map: 0 wrong" "$D/out"
pool 4:2x1 8 submit 20000
claim "each task is done once: $(tail -n 3 "$D/out" "$D/err")" grep -q "^submit: 20000 once, 20 failed, 0 wrong" "$D/out"
pool 4:2x1 8 wait &
launcher=$! tries=0
until grep -q waiting "$D/out" || [ $tries = 300 ]; do sleep 0.1 && tries=$((tries + 1)); done
pid=$(awk '/^rank/ && $2 == 5 { print $4 }' "$D/out")
kill -KILL "$pid"
wait $launcher
claim "a rank that is gone is told of its host: $(grep rxt: "$D/err")" grep -q "rank 5 on h3 (pid $pid) is gone" "$D/err"
claim "what was not done is told by rank 0" grep -q "16 tasks of the pool were not done" "$D/err"

# Twice the same, without and with a delay on the links. The least of three: whoever else works here makes waits longer, never shorter.
measure() { # measure > "kernel ms" lines
    for _ in 1 2 3; do
        timeout 300 "$D/on" h1 "$rxt" run heat pi --size small --reps 5 --layout 4:1x1 --oversubscribe --json >"$D/out"
        python3 "$D/read.py" mpi "$D/out"
    done | sort -k1,1 -k2,2n | awk '!($1 in seen) { seen[$1] = 1; print }'
}
measure >"$D/near"
sh "$here/hosts.sh" down "$D"
DELAY_US=2000 sh "$here/hosts.sh" up "$D" 4
measure >"$D/far"
echo "time in MPI of a rank, ms: without delay $(tr '\n' ' ' <"$D/near"), with 2 ms on the links ($(cat "$D/how")) $(tr '\n' ' ' <"$D/far")"
grows() { # grows KERNEL MS: does its time in MPI grow by at least that?
    awk -v k="$1" -v least="$2" '$1 == k { t[FILENAME] = $2 } END { exit !(t[ARGV[2]] - t[ARGV[1]] >= least) }' "$D/near" "$D/far"
}
claim "the time in MPI of heat grows with the delay: a halo a step, 200 of them" grows heat 200
stays() { ! grows "$@"; }
claim "that of pi does not, but for the one exchange at its end" stays pi 25
echo "$(echo $kernels | wc -w) kernels, serially and on 2 to 4 hosts"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
