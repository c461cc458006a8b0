command -v mpiexec.mpich >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs both MPIs; exit 77; }
RXT_MPIRUN=mpiexec.mpich rxt where 2x1 --oversubscribe
