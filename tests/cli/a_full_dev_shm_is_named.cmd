rxt --version | grep -q "MPI openmpi" || { echo "needs Open MPI"; exit 77; }
[ "$(nproc)" -ge 2 ] || { echo "one core"; exit 77; }
unshare -m sh -c 'mount -t tmpfs -o size=16k none /dev/shm' 2>/dev/null || { echo "only root can make a small /dev/shm"; exit 77; }
timeout 100 unshare -m sh -c 'mount -t tmpfs -o size=16k none /dev/shm && rxt run sort --size small --layout 2x1' >"$T/run" 2>&1
echo "status $?"
grep -o 'warning: /dev/shm has .* free\|share [0-9]* bytes, and /dev/shm is full' "$T/run"
