case $(rxt --version) in *"MPI no,"*) echo "this build has no MPI" && exit 77 ;; esac
mkdir "$T/bin/folder"
for named in "$T/absent/mpirun" "$T/bin" folder absent; do # the last two are looked for in PATH
    RXT_MPIRUN=$named rxt where 2x1 --oversubscribe 2>&1 | sed "s|$T|T|" | grep -o -e 'RXT_MPIRUN names T.*' -e 'no [a-z]* is in PATH'
done
printf '#!/bin/sh\necho said it >&2\nexit 1\n' >"$T/bin/mpirun"
cp "$T/bin/mpirun" "$T/bin/mpiexec"
chmod +x "$T/bin/mpirun" "$T/bin/mpiexec"
for named in "$T/bin/mpirun" mpiexec; do # every MPI installs programs of these names
    RXT_MPIRUN=$named rxt where 2x1 --oversubscribe 2>&1
done
