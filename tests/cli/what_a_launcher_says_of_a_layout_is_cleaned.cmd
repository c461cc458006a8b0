case $(rxt --version) in *"MPI no,"*) echo "this build has no MPI" && exit 77 ;; esac
printf '#!/bin/sh\ncat "%s"\n' "$T/says" >"$T/starter"
chmod +x "$T/starter"
cat >"$T/says" <<'END'
{"schema":"rxt-where/1","layout":"x\u001b]0;t\u0007","launcher":"\u009b\n","placement":[]}
END
RXT_MPIRUN=$T/starter rxt where 2x1 --oversubscribe
