case $(rxt --version) in *"MPI no,"*) echo "this build has no MPI" && exit 77 ;; esac
printf '#!/bin/sh\nexit 1\n' >"$T/starter"
chmod +x "$T/starter"
RXT_MPIRUN=$T/starter TMPDIR=$T/absent rxt where 2x1 --oversubscribe 2>&1 | sed "s|$T|T|" | grep -o 'no folder can be made in T/absent: [^;]*'
