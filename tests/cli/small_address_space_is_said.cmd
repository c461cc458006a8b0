# Each in a shell of its own: a limit cannot be raised again.
rxt --version | grep -q "OpenMP yes" || { echo this build has no OpenMP; exit 77; }
(ulimit -v 400000 && rxt where 1x100 --oversubscribe 2>&1 | sed 's/thread [0-9]* of/thread N of/; s/ (.*//')
rxt --version | grep -q "MPI no" && { echo this build has no MPI; exit 77; }
(ulimit -v 80000 && rxt where 2x1 --oversubscribe)
