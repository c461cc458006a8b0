command -v mpirun.openmpi >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs Open MPI; exit 77; }
[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
digest() { grep -o "\"layout\":\"2x1\"\|\"digest\":\"[0-9a-f]*\""; }
mpirun.openmpi -n 2 rxt run pi n=1000000 --layout 2x1 --json | digest
rxt run pi n=1000000 --layout 2x1 --json | digest
