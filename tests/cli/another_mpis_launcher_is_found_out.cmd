command -v mpiexec.mpich >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs both MPIs; exit 77; }
mpiexec.mpich -n 2 rxt run pi --layout 2x1 2>&1 | sed "s/Open MPI v.*/Open MPI/"
