command -v mpirun.openmpi >/dev/null && rxt --version | grep -q "MPI openmpi" || { echo needs Open MPI; exit 77; }
for words in study "report $T" "merge $T --out $T/m" "job matrix" "place 1x1" topo; do
    mpirun.openmpi -n 2 --oversubscribe rxt $words >"$T/all" 2>&1
    echo "status $?, $(grep -c ^rxt: "$T/all") line"
    grep ^rxt: "$T/all"
done
mpirun.openmpi -n 2 --oversubscribe sh -c "rxt topo; exit \$?" 2>&1 | grep ^rxt:
