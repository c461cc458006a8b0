rxt --version | grep -q "MPI openmpi" || { echo "needs Open MPI"; exit 77; }
[ "$(nproc)" -ge 2 ] || { echo "one core"; exit 77; }
name=$(printf 'n%.0s' $(seq 63))
unshare -u hostname "$name" 2>/dev/null || { echo "only root can change the host's name"; exit 77; }
unshare -u sh -c "hostname $name; mpirun -n 1 true" >/dev/null 2>&1 && { echo "this mpirun bears it"; exit 77; }
unshare -u sh -c "hostname $name; rxt where 2x1" 2>&1 | grep -o 'the host name has 63 characters'
