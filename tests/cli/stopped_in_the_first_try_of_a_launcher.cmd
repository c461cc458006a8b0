case $(rxt --version) in *"MPI no"*) echo "this build has no MPI"; exit 77 ;; esac
[ "$(nproc)" -ge 2 ] || { echo "one core"; exit 77; }
printf '#!/bin/sh\ntouch "$T/begun"\nexec sleep 100\n' >"$T/mpirun" && chmod +x "$T/mpirun"
RXT_MPIRUN=$T/mpirun rxt study pi --size small --layouts 2x1 --out "$T/s" &
for i in $(seq 200); do [ -e "$T/begun" ] && break; sleep 0.1; done
kill -TERM $!
wait $!
