#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm_jobs.sh RXT - every script of jobs/, submitted as it lies in the tree to a pretended cluster of 4 nodes: how the jobs
# ended, and whether what they report agrees with their journals.
#
# Only what a user sets is set: the folder of submission, --nodes, and RXT. RXT names a wrapper that makes the work small: it
# adds $WORK to a study, "--size small" and few rounds, over several nodes few kernels, in the array two layouts.
# study_agrees.py does the checks, and at the end is itself checked on copies of a study with planted faults.
rxt=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
jobs=$here/../../jobs
. "$here/claims.sh"
slurm_up 4
mkdir "$D/home" && cd "$D/home" || exit 1
cp "$rxt" "$D/rxt-under-test"
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$D/rxt-rank"
printf '#!/bin/sh\n[ "$1" != study ] || set -- "$@" $WORK\nexec %s "$@"\n' "$D/rxt-under-test" >"$D/rxt"
chmod +x "$D/rxt"
export RXT="$D/rxt"
submit() { # submit "WORK" SBATCH ARGUMENTS...: prints the number of the job
    WORK=$1
    shift
    WORK=$WORK sbatch --parsable "$@"
}
await_jobs() { # await_jobs SECONDS: until none waits or runs; a squeue that fails is not an empty one
    until_s=$(($(date +%s) + $1))
    until left=$(squeue -h -t PENDING,RUNNING,COMPLETING -o "%i %j %T" 2>&1) && [ -z "$left" ]; do
        [ "$(date +%s)" -lt "$until_s" ] || { echo "not ended after $1 s: $left"; return 1; }
        sleep 0.3
    done
}
is_not() { ! "$@"; }
recorded() { # recorded ID NODES TASKS: completed with status 0 and so many nodes, in the record of the job and in the log of jobs
    want="JobState=COMPLETED ExitCode=0:0 NumNodes=$2"
    scontrol -o show job "$1" | awk -v want="$want" -v n="$3" '
        { got = ""; for (i = 1; i <= NF; i++) if ($i ~ /^(JobState|ExitCode|NumNodes)=/) got = got (got == "" ? "" : " ") $i
          split(want, w, " "); for (i in w) if (index(got " ", w[i] " ") == 0) { print; bad = 1 } }
        END { if (NR != n) { print NR " records, not " n; bad = 1 }; exit bad }' || return 1
    logged=$(scontrol -o show job "$1" | grep -o '^JobId=[0-9]*' | grep -w -F -f - "$D/log/jobcomp.txt" |
        grep 'JobState=COMPLETED ' | grep ' ExitCode=0:0 ' | grep -c " NodeCnt=$2 ")
    [ "$logged" = "$3" ] || { echo "log/jobcomp.txt has $logged such jobs, not $3"; return 1; }
}
nodes_of() { scontrol show hostnames "$(scontrol -o show job "$1" | grep -o ' NodeList=[^ ]*' | cut -d= -f2)"; }
agrees() { python3 "$here/study_agrees.py" "$@"; }
refuted() { # by a sentence that says why, and no crash
    why=$(agrees "$@" 2>&1) && return 1
    case $why in *Traceback*) echo "$why"; return 1 ;; esac
}
all_of() { # all_of CLAIM FOLDER...: of each of them
    what=$1
    shift
    for folder in "$@"; do agrees "$what" "$folder" || { echo "in $folder"; return 1; }; done
}
printed() { grep -q "^study $1\$" "slurm-$2.out" && grep -q '^decision matrix' "slurm-$2.out" && [ -s "results/$1/report.md" ]; }
common() { # common NAME ID ROUNDS: what holds for every study of one job
    log=slurm-$2.out
    claim "$1: the report is printed, and in results/" printed "$1" "$2"
    claim "$1: every kernel has each layout in each round" agrees rounds "results/$1" "$3"
    claim "$1: medians and launches of the reports are those of the journal" agrees times "results/$1"
    claim "$1: each launch has its line, of what its samples tell" agrees launches "results/$1"
    claim "$1: the winners are the fastest layouts of the journal" agrees winners "results/$1"
    claim "$1: one digest a kernel, over all layouts" agrees digests "results/$1"
    claim "$1: the ranks ran on the nodes of the job" agrees hosts "results/$1" $(nodes_of "$2")
}

kernels=$(sed -n 's/^kernels=(\(.*\))$/\1/p' "$jobs/array.sbatch")
small="--size small --full --rounds" # every layout in every round
matrix=$(submit "$small 1" "$jobs/matrix.sbatch")
hybrid2=$(submit "primes stats $small 3" "$jobs/hybrid-nodes.sbatch")
array=$(submit "--layouts 1x1,2x1 $small 1" "$jobs/array.sbatch")
merge=$(submit "" --dependency="afterany:$array" "$jobs/array-report.sbatch")
strong=$(submit "primes stats $small 1" "$jobs/strong.sbatch")
cores=$(submit "primes stats $small 1" "$jobs/cores.sbatch")
weak=$(submit "pi matmul $small 1" "$jobs/weak.sbatch")
hybrid4=$(submit "kmeans $small 1" --nodes=4 "$jobs/hybrid-nodes.sbatch")
log=""
claim "all jobs end" await_jobs 600
log="slurm-*.out"
claim "matrix.sbatch completes on 1 node" recorded "$matrix" 1 1
claim "hybrid-nodes.sbatch completes on 2 nodes" recorded "$hybrid2" 2 1
claim "hybrid-nodes.sbatch completes on 4 nodes, from the same folder" recorded "$hybrid4" 4 1
claim "strong.sbatch completes on 4 nodes" recorded "$strong" 4 1
claim "cores.sbatch completes on 1 node" recorded "$cores" 1 1
claim "weak.sbatch completes on 4 nodes" recorded "$weak" 4 1
claim "each task of array.sbatch completes on 1 node" recorded "$array" 1 "$(echo "$kernels" | wc -w)"
claim "array-report.sbatch, after them, completes" recorded "$merge" 1 1

common rxt-matrix "$matrix" 1
common rxt-hybrid-nodes-2 "$hybrid2" 3
common rxt-hybrid-nodes-4 "$hybrid4" 1
common rxt-strong "$strong" 1
common rxt-cores "$cores" 1
common rxt-weak "$weak" 1
claim "the strong study has steps of 1, 2, 4 nodes" agrees steps results/rxt-strong 1 2 4
claim "and the same counted work in each" agrees size results/rxt-strong same
claim "the weak study has steps of 1, 2, 4 nodes" agrees steps results/rxt-weak 1 2 4
claim "and counted work that grows with the workers" agrees size results/rxt-weak grows
log="slurm-${array}_*.out slurm-$merge.out"
claim "each task's reports are those of its journal" all_of times results/rxt-array/*
claim "each task's winner is" all_of winners results/rxt-array/*
together=rxt-array-report-$merge
claim "the report of the array is printed, and in results/" printed "$together" "$merge"
claim "it has the kernels and samples of all tasks, and no others" agrees merged "results/$together" $kernels
for what in times winners digests; do claim "$what of it agree with its journal" agrees $what "results/$together"; done

cp results/rxt-matrix/journal.jsonl before
again=$(submit "$small 2" "$jobs/matrix.sbatch")
broken=$(RXT=false submit "" "$jobs/array-report.sbatch")
claim "matrix.sbatch, submitted again with one round more, ends" await_jobs 300
log=slurm-$again.out
claim "it completes" recorded "$again" 1 1
claim "no byte of its journal is lost" cmp -n "$(wc -c <before)" before results/rxt-matrix/journal.jsonl
common rxt-matrix "$again" 2
cp results/rxt-matrix/journal.jsonl before
again=$(submit "$small 2" "$jobs/matrix.sbatch")
claim "matrix.sbatch, submitted when nothing is left to do, ends" await_jobs 300
claim "it completes as well" recorded "$again" 1 1
claim "and adds nothing" cmp before results/rxt-matrix/journal.jsonl
claim "nothing of it runs any more" gone -f "^$D/rxt-under-test"

# The checks find what is wrong: each on a copy with one planted fault.
log=""
claim "a job whose program failed is told from one that completed" is_not recorded "$broken" 1 1
claim "and one of 4 nodes from one of 2" is_not recorded "$hybrid4" 2 1
claim "and 16 tasks from 15" is_not recorded "$array" 1 15
planted() { # planted STUDY FILE SED-SCRIPT CLAIM [WORD...]
    rm -rf "$D/copy" && cp -R "results/$1" "$D/copy"
    from=results/$1/$2 to=$D/copy/$2 edit=$3 what=$4
    shift 4
    sed "$edit" "$from" >"$to"
    claim "a fault is planted: $edit" sh -c "! cmp -s '$from' '$to'"
    claim "and found: $what" refuted "$what" "$D/copy" "$@"
}
s=rxt-hybrid-nodes-2
planted rxt-hybrid-nodes-4 journal.jsonl '2s/"time_s":\[[^]]*/"time_s":[9.5,9.5,9.5/' times
planted $s report.md 's/^\(| 2:2x1 .*| 3 | \)[0-9.]* /\19.99 /' times
planted $s report.csv 's/^\(stats,2:1x2,.*,2,1,2,[a-z]*,[a-z]*,[a-z]*,\)3/\12/' times
planted $s decision.json 's/"best": "[^"]*"/"best": "2:2x1@none"/' winners
best=$(sed -n '/^## primes/,/^## /s/^| \([^ ]*\) |[^|]*| best |.*/\1/p' results/$s/report.md)
planted $s journal.jsonl '/"layout":"'"$best"'"/s/"time_s":\[[^]]*/"time_s":[9.5,9.5,9.5/' winners
planted $s journal.jsonl 5d rounds 3
planted $s journal.jsonl '5s/"digest":"..../"digest":"zzzz/' digests
planted $s report.md 's/`[0-9a-f]\{4\}/`zzzz/' digests
planted $s journal.jsonl 's/"host":"tn[0-9]"/"host":"tn9"/' hosts $(nodes_of "$hybrid2")
planted $s journal.jsonl 's/"planned_pu":1/"planned_pu":0/' hosts $(nodes_of "$hybrid2")
planted rxt-strong journal.jsonl 's/"nodes":2,/"nodes":3,/' steps 1 2 4
planted rxt-strong journal.jsonl '/"layout":"2:2x1"/s/"items":[0-9]*/"items":7/' size same
planted rxt-weak journal.jsonl '/"layout":"4:2x1"/s/"\(items\|flop\)":[0-9]*/"\1":7/g' size grows
echo "$passed passed, $failed failed"
[ $failed = 0 ]
