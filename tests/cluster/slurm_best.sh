#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm_best.sh RXT - one job studies a kernel by the script that 'rxt job' writes, the next reads its decision by the script
# of jobs/README.md, on another node of a pretended cluster of 2; where the machine is another it must not run. Then the same
# of a program.
rxt=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
readme=$here/../../jobs/README.md
. "$here/claims.sh"
slurm_up 2
mkdir "$D/home" "$D/bin" && cd "$D/home" || exit 1
cp "$rxt" "$D/bin/rxt"
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$D/bin/rxt-rank"
PATH=$D/bin:$PATH
export PATH OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
state() { scontrol -o show job "$1" | grep -o 'JobState=[A-Z]* \|ExitCode=[0-9:]*' | tr -d '\n'; }
is_in() { [ "$1" = "$2" ] || { echo "$1, not $2"; false; }; }
ended() { # ended JOB WANT: as it should, within 5 minutes
    until_s=$(($(date +%s) + 300))
    while state "$1" | grep -qE 'PENDING|RUNNING|COMPLETING'; do
        [ "$(date +%s)" -lt "$until_s" ] || break
        sleep 0.3
    done
    is_in "$(state "$1")" "$2"
}

rxt job matrix pi n=3000000 --out results/rxt-matrix >study.sbatch
sed -i 's/ --out / --size small --rounds 6 --out /' study.sbatch # of the ceilings, and fewer rounds
study=$(sbatch --parsable --nodelist=tn1 study.sbatch)
log=slurm-$study.out
claim "the study of the first job completes" ended "$study" "JobState=COMPLETED ExitCode=0:0"
best=$(sed -n 's/^ *"recommended": "\(.*\)",$/\1/p' results/rxt-matrix/decision.json | head -n 1)

sed -n '/^```sh$/,/^```$/p' "$readme" | sed '/^```/d; s/heat n=4000/pi n=3000000/; s/heat/pi/; s,results/matrix ,results/rxt-matrix ,' >use.sbatch
claim "jobs/README.md has a script that reads a decision" holds 'rxt best' use.sbatch
use=$(sbatch --parsable --nodelist=tn2 use.sbatch)
log=slurm-$use.out
claim "the job that reads it, on another node, completes" ended "$use" "JobState=COMPLETED ExitCode=0:0"
claim "it is told of which study the decision is" holds "rxt: $best for pi, of study rxt-matrix on tn1" "slurm-$use.out"
claim "it ran the ranks and threads of the decision" holds "^$use: [12] ranks x [12] threads" "slurm-$use.out"
claim "and nothing but the best layout" holds "^pi  *$best .*check pass" "slurm-$use.out"
claim "with every rank on the cores of the plan" holds "(as planned)" "slurm-$use.out"

cp -R results/rxt-matrix results/other
sed -i 's/"cpu":"[^"]*"/"cpu":"Another CPU"/' results/other/journal.jsonl
sed 's,results/rxt-matrix ,results/other ,' use.sbatch >other.sbatch
other=$(sbatch --parsable other.sbatch)
log=slurm-$other.out
claim "a decision of another machine ends the job with status 1" ended "$other" "JobState=FAILED ExitCode=1:0"
claim "which says what is another" holds "machine cpu was 'Another CPU'" "slurm-$other.out"
claim "and it started nothing" sh -c "! grep -q 'ranks x' slurm-$other.out"

rxt report results/other >/dev/null
cat results/other/decision.json results/rxt-matrix/decision.json >site.json
sed 's,results/rxt-matrix ,site.json ,' use.sbatch >site.sbatch
site=$(sbatch --parsable site.sbatch)
log=slurm-$site.out
claim "of decisions of two machines in a file the right one is read" ended "$site" "JobState=COMPLETED ExitCode=0:0"
claim "that of this one" holds "^pi  *$best .*check pass" "slurm-$site.out"

# The same with a program that knows nothing of rxt.
printf '#!/bin/sh\ni=0\nwhile [ $i -lt 20000 ]; do i=$((i + 1)); done\necho "threads $1 of $OMP_NUM_THREADS"\n' >app && chmod +x app
rxt job matrix --launcher none --layouts 1x1,1x2 --expect '^threads [12] of' --rounds 2 --time 10 --mem 0 --out results/app -- ./app '{threads}' >program.sbatch
printf '#!/bin/sh\nline=$(rxt best results/app --print launch) || exit\necho "$line"\neval "$line"\n' >run.sbatch
program=$(sbatch --parsable --nodelist=tn1 program.sbatch)
log=slurm-$program.out
claim "the study of a program, by the script of rxt job, completes" ended "$program" "JobState=COMPLETED ExitCode=0:0"
claim "its limit was 10 minutes" sh -c "scontrol -o show job $program | grep -q 'TimeLimit=00:10:00'"
layout=$(sed -n 's/^ *"recommended": "\(.*\)",$/\1/p' results/app/decision.json | head -n 1)
run=$(sbatch --parsable --exclusive --nodelist=tn2 run.sbatch)
log=slurm-$run.out
claim "the job that reads its decision completes" ended "$run" "JobState=COMPLETED ExitCode=0:0"
claim "the line binds the best layout" holds "^rxt bind $layout .*-- ./app ${layout#*x}\$" "slurm-$run.out"
claim "and runs the program so" holds "^threads ${layout#*x} of ${layout#*x}\$" "slurm-$run.out"
echo '# another' >>app
run=$(sbatch --parsable --exclusive run.sbatch)
log=slurm-$run.out
claim "a program that was changed ends the job with status 1" ended "$run" "JobState=FAILED ExitCode=1:0"
claim "which says that it was" holds 'app digest was' "slurm-$run.out"

# A program that people run, whose threads are its own affair: each launch in a folder with a copy of its input.
if command -v xz >/dev/null; then
    seq 300000 >numbers
    rxt job matrix --launcher none --layouts 1x1,1x2 --copy numbers --check 'xz -t numbers.xz' --rounds 2 --time 10:00 -- xz -T{threads} -k numbers >xz.sbatch
    folder=$(sed -n 's/^exec .* --out \([^ ]*\) .*/\1/p' xz.sbatch)
    sed "s,results/app,$folder," run.sbatch >run-xz.sbatch
    study=$(sbatch --parsable --nodelist=tn1 xz.sbatch)
    log=slurm-$study.out
    claim "the study of xz completes" ended "$study" "JobState=COMPLETED ExitCode=0:0"
    claim "it left nothing beside its input" [ ! -e numbers.xz ]
    layout=$(sed -n 's/^ *"recommended": "\(.*\)",$/\1/p' "$folder/decision.json" | head -n 1)
    run=$(sbatch --parsable --exclusive --nodelist=tn2 run-xz.sbatch)
    log=slurm-$run.out
    claim "the job that reads its decision completes" ended "$run" "JobState=COMPLETED ExitCode=0:0"
    claim "the line has the threads of the best layout" holds "^rxt bind $layout .*-- xz -T${layout#*x} -k numbers\$" "slurm-$run.out"
    claim "xz did its work" sh -c 'xz -dc numbers.xz | cmp - numbers'
else
    echo "skipped: there is no xz here"
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
