command -v mpirun.openmpi >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs Open MPI; exit 77; }
[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
mpirun.openmpi --bind-to core -n 2 rxt run pi --layout 2x2 2>&1 | grep "^rxt:" | sed "s/rank [01]/rank N/; s/PU [0-9]*/PU N/"
