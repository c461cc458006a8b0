command -v mpirun.openmpi >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs Open MPI; exit 77; }
export OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_LOCAL_RANK=3 OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=3 PMIX_NAMESPACE=1
export PMI_RANK=0 PMI_SIZE=1 PMI_FD=9 SLURM_PROCID=3 SLURM_LOCALID=3 SLURM_STEP_NUM_TASKS=4
rxt run pi n=1000000 --reps 1 | grep -c "check pass"
rxt where 2x1 --oversubscribe | grep -c "thread 0"
rxt run pi --layout 9999x1 2>&1 | grep -o "layout 9999x1 needs 9999 cores"
