command -v mpirun.openmpi >/dev/null && rxt --version | grep -q "MPI openmpi, OpenMP yes" || { echo needs Open MPI and OpenMP; exit 77; }
[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
first() { mpirun.openmpi -n 1 "$@" rxt where --oversubscribe 2>&1 | grep -o "layout [0-9x]*\|rxt: OMP_NUM_THREADS.*"; }
OMP_NUM_THREADS="3,2" OMP_PROC_BIND="spread,close" first --bind-to none
OMP_NUM_THREADS=" 2 " OMP_PROC_BIND=TRUE first --bind-to none
OMP_NUM_THREADS="2 3" first --bind-to none
OMP_NUM_THREADS="" first --bind-to core
first --bind-to core
