[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
all=$(rxt topo | grep "^PUs")
for variables in "OMP_PROC_BIND=true OMP_PLACES={0}" "OMP_PROC_BIND=close OMP_PLACES=cores" "GOMP_CPU_AFFINITY=0" "OMP_PROC_BIND=spread,close"; do
    env $variables sh -c '[ "$(rxt topo | grep "^PUs")" = "$1" ] && echo all are allowed' - "$all"
    env $variables rxt where 1x2 | grep -c "as planned"
    rxt --version | grep -q "MPI no" && echo 2 || env $variables rxt where 2x1 2>&1 | grep -c "as planned"
done
