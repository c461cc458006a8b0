#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm_kinds.sh RXT - every kind of batch script that 'rxt job' writes for a program, on a pretended cluster of 2 nodes: its study
# completes, and another job reads its decision with 'rxt best' and pastes the line. (matrix: slurm_best.sh)
rxt=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
. "$here/claims.sh"
slurm_up 2
mkdir "$D/home" "$D/bin" && cd "$D/home" || exit 1
cp "$rxt" "$D/bin/rxt"
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$D/bin/rxt-rank"
PATH=$D/bin:$PATH
export PATH OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
state() { scontrol -o show job "$1" | grep -o 'JobState=[A-Z]* \|ExitCode=[0-9:]*' | tr -d '\n'; }
completes() { # completes JOB: within 5 minutes
    until_s=$(($(date +%s) + 300))
    while state "$1" | grep -qE 'PENDING|RUNNING|COMPLETING'; do
        [ "$(date +%s)" -lt "$until_s" ] || break
        sleep 0.3
    done
    [ "$(state "$1")" = "JobState=COMPLETED ExitCode=0:0" ] || { state "$1"; false; }
}
printf '#!/bin/sh\ni=0\nwhile [ $i -lt 20000 ]; do i=$((i + 1)); done\nprintf "<%%s>" "$@"\necho " right"\n' >app && chmod +x app

try() { # try KIND NODES [OPTION...]: the study, and the line of its decision in a job of NODES nodes
    kind=$1 nodes=$2
    shift 2
    rxt job "$kind" "$@" --rounds 1 --time 10 --expect right --out "results/$kind" -- ./app '{ranks}' 'a  b' '$HOME' : >"$kind.sbatch"
    study=$(sbatch --parsable "$kind.sbatch")
    log=slurm-$study.out
    claim "$kind: the study completes" completes "$study"
    best=$(sed -n 's/^ *"recommended": "\(.*\)",$/\1/p' "results/$kind/decision.json" | head -n 1)
    printf '#!/bin/sh\nline=$(rxt best results/%s --print launch) || exit\necho "$line"\neval "$line"\n' "$kind" >"$kind-run.sbatch"
    run=$(sbatch --parsable --exclusive "--nodes=$nodes" "--ntasks-per-node=2" "$kind-run.sbatch")
    log=slurm-$run.out
    claim "$kind: the job that reads its decision completes" completes "$run"
    claim "$kind: it is told of which study" holds "rxt: $best for app, of study $kind on" "slurm-$run.out"
    claim "$kind: the line binds the best layout" holds "rxt bind $best .*-- .*./app [124] " "slurm-$run.out"
    claim "$kind: its words arrive byte by byte" holds '^<[124]><a  b><$HOME><:> right$' "slurm-$run.out"
}
try cores 1 --cores 1,2 --launcher none
try strong 2 --nodes 1,2 --cores 1
try hybrid-nodes 2 --nodes 2 --threads 1
claim "hybrid-nodes: its layouts are of both nodes" holds '"layout": "2:2x1"' results/hybrid-nodes/decision.json
echo "$passed passed, $failed failed"
[ $failed = 0 ]
