command -v mpirun.openmpi >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs Open MPI; exit 77; }
export SLURM_JOB_ID=123 SLURM_JOB_NUM_NODES=2 SLURM_NODELIST=other[1-2] SLURM_JOB_CPUS_PER_NODE="2(x2)" SLURM_JOB_END_TIME=1000000000
for command in "where 2x1 --oversubscribe" "run pi n=100000 --reps 1 --layout 1x1" "study pi n=100000 --layouts 1x1,2x1 --oversubscribe --rounds 1 --out $T/study"; do
    rxt $command >"$T/out" 2>&1
    echo "status $?: $(grep -c "rxt: warning: SLURM_JOB_ID is 123, and its time is over" "$T/out")"
done
grep -c '"launcher":"openmpi"' "$T/study/journal.jsonl" | sed "s/[1-9][0-9]*/some/"
