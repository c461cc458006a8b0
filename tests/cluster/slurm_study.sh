#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm_study.sh RXT - studies in real allocations of a pretended cluster: what rxt takes from Slurm, which launcher
# it chooses and why, and how a study ends with its job.
rxt=$(realpath "$1")
here=$(dirname "$0")
. "$here/claims.sh"
slurm_up 4
header() { head -n 1 "$D/$job/journal.jsonl" | python3 -c "import json, sys; h = json.load(sys.stdin); print($1)"; }
says() { [ "$(header "$1")" = "$2" ] || { echo "$1 is $(header "$1"), not $2"; false; }; }
sampled() { [ "$(cat "$D/$job/journal.jsonl" 2>/dev/null | grep -c rxt-sample)" -ge "$1" ]; }
state() { [ "$(scontrol -o show job "$id" | grep -o 'JobState=[A-Z]*')" = "JobState=$1" ]; }
ended() { [ -z "$(squeue -h -j "$id" -o %i 2>/dev/null)" ] || { timeout 5 squeue -h -j "$id" -o %T | grep -q COMPLETED; }; }
submit() { # submit NAME "SBATCH OPTIONS" COMMANDS: in a job of that name, from a folder of the cluster's own
    job=$1 log=$D/$1.out
    printf '#!/bin/sh\ncd %s\n%s\n' "$D" "$3" >"$D/$job.sh"
    id=$(sbatch --parsable -J "$job" -o "$D/$job.out" $2 "$D/$job.sh")
}
finish() { await "$1" "the end of job $job" ended; }
await() { n=$(($1 * 5)); shift 2; until "$@"; do n=$((n - 1)); [ $n -gt 0 ] || return 1; sleep 0.2; done; }
study="$rxt study pi n=300000 --size small"

submit two "-N2 --ntasks-per-node=2 -t 5" "$study --rounds 2 --out two"
finish 60
claim "a study in a job of two nodes completes" state COMPLETED
claim "its launcher is srun, and rxt binds" says 'h["launcher"], h["binds"]' "srun rxt"
claim "it knows nodes and CPUs of the job" says 'h["job"]["nodes"], h["job"]["cpus_per_node"]' "2 2"
claim "its layouts are of both nodes" says '" ".join(h["layouts"])' "1x1 2:1x2 2:2x1 2:2x1@none"
claim "both nodes were asked" says '[n["host"] for n in h["nodes"]]' "['tn1', 'tn2']"
claim "every layout gave a sample, all with one digest" sh -c "grep -o '\"digest\":\"[^\"]*' $D/two/journal.jsonl | sort | uniq -c | grep -q '^ *8 '"
claim "proof rows come from both nodes" sh -c "grep -o '\"host\":\"tn2\"' $D/two/journal.jsonl | grep -q tn2"

submit by_hand "-N2 --ntasks-per-node=2 -t 5" "srun $rxt where; srun -N1 -n2 $rxt where; mpirun $rxt where"
finish 30
claim "ranks that a user starts are a layout of their nodes" [ "$(grep -c 'layout 2:2x1' "$D/by_hand.out")" = 2 ]
claim "on one node of two as well" holds "layout 2x1" "$D/by_hand.out"

submit as_ranks "-N2 --ntasks-per-node=2 -t 5" "srun -n2 $rxt study --out x; echo \"status \$?\"; srun -N1 -n1 -c2 $rxt where; srun -N1 -n1 -c2 sh -c '$rxt where | cat'"
finish 60
claim "a study as ranks says how to start it, once" [ "$(grep -c "in a batch script: 'exec rxt study ...'" "$D/as_ranks.out")" = 1 ]
claim "and ends with status 2" holds "status 2" "$D/as_ranks.out"
claim "srun -c2 gives a rank two threads, below a script, too" [ "$(grep -c 'layout 1x2' "$D/as_ranks.out")" = 2 ]

log=$D/salloc_where.out
(cd "$D" && timeout 60 salloc -N2 --ntasks-per-node=2 -t 5 $rxt where >"$log" 2>&1)
claim "rxt where in a shell of salloc takes all nodes" holds "layout 2:1x2" "$log"

cat >"$D/typed.py" <<'END'
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp("salloc", ["salloc", "-N1", "-n2", "-t", "5", "srun", "--pty", "-n1", "-c2", "--mpi=pmi2", "bash", "--norc", "-i"])
time.sleep(5)
os.write(fd, b"echo rank=$PMI_RANK; %s where 2x1; exit\n" % sys.argv[1].encode())
try:
    while chunk := os.read(fd, 65536):
        sys.stdout.write(chunk.decode()); sys.stdout.flush()
except OSError:
    pass
END
log=$D/typed.out
(cd "$D" && timeout 90 python3 typed.py "$rxt" >"$log" 2>&1)
claim "the shell of srun --pty has the variables of a rank" holds "rank=0" "$log"
claim "and rxt there is none: it starts its launcher" holds "layout 2x1  launcher" "$log"

job=salloc log=$D/salloc.out
(cd "$D" && timeout 60 salloc -N2 --ntasks-per-node=2 -t 5 $study --rounds 1 --out salloc >"$log" 2>&1)
hosts() { python3 -c "import json
print(*sorted({p['host'] for l in open('$D/$job/journal.jsonl') for p in json.loads(l).get('placement') or []}))"; }
claim "from a shell of salloc on another host every rank runs on the nodes" [ "$(hosts)" = "tn1 tn2" ]
claim "the serial one, too, by srun" sh -c "grep '\"layout\":\"1x1\"' '$D/salloc/journal.jsonl' | grep -q '\"launcher\":\"srun\"'"

mkdir -p "$D/bin"
printf '#!/bin/sh\ncase "$*" in *--mpi=pmix*) echo no such plugin >&2; exit 1 ;; esac\nexec /usr/bin/srun "$@"\n' >"$D/bin/srun"
chmod +x "$D/bin/srun"
submit next "-N2 --ntasks-per-node=1 -c2 -t 5" "PATH=$D/bin:\$PATH $study --rounds 1 --out next"
finish 60
claim "without PMIx in srun the launcher is mpirun" says 'h["launcher"], h["binds"]' "openmpi rxt"
claim "the report says that srun was given up, and why" holds "srun.*was given up.*no such plugin" "$D/next/report.md"

printf '#!/bin/sh\ncase "$*" in *--cpu-bind=none*) echo not allowed >&2; exit 1 ;; esac\nexec /usr/bin/srun "$@"\n' >"$D/bin/srun"
submit binds "-N2 --ntasks-per-node=2 -t 5" "PATH=$D/bin:\$PATH $study --rounds 1 --out binds"
finish 60
claim "where srun must bind, it binds" says 'h["launcher"], h["binds"]' "srun launcher"

submit cpus "-N2 -n3 -t 5" "$study --nodes-differ refuse --out cpus_refuse"
finish 60
claim "CPUs of the job that differ are compared" holds "rxt: the nodes differ.*CPUs of the job against" "$D/cpus.out"

submit differ "-N2 -n3 -t 5" "$study --rounds 1 --out differ; $study --nodes-differ refuse --out refuse"
finish 60
claim "nodes that differ are planned for the smallest" says '" ".join(h["layouts"])' "1x1 2:1x1 2:1x1@none"
claim "the report says in what they differ" holds "the nodes differ: .* cores against" "$D/differ/report.md"
claim "or they are refused as asked" holds "rxt: the nodes differ.*--nodes-differ smallest" "$D/differ.out"

submit many "-N1 -n2 -t 5" "$study --nodes 2 --out many"
finish 30
claim "more nodes than the job has are refused" holds "2 nodes are asked for, and job [0-9]* has 1" "$D/many.out"

submit usr1 "-N1 -n2 -t 5" "exec $study --rounds 10000 --out usr1"
await 30 "samples" sampled 4
scancel -b -s USR1 "$id"
finish 30
claim "a signal ends a study with its report" holds "stopped by SIGUSR1; every finished sample is kept" "$D/usr1.out"
claim "and with status 130" sh -c "scontrol -o show job $id | grep -q 'ExitCode=130:0'"
claim "and the report is there" test -s "$D/usr1/report.md"

submit limit "-N2 --ntasks-per-node=2 -t 1" "$study --rounds 10000 --out limit"
finish 90
claim "a study ends before the limit of its job" state COMPLETED
claim "it says that launches were left out" holds "the time of job $id is nearly over" "$D/limit.out"
claim "its report is there" test -s "$D/limit/report.md"

claim "nothing of it runs any more" gone -f "^$rxt (study|run)"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
