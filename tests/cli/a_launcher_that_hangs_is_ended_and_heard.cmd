case $(rxt --version) in *"MPI no"*) echo "this build has no MPI"; exit 77 ;; esac
[ "$(nproc)" -ge 2 ] || { echo "one core"; exit 77; }
printf '#!/bin/sh\necho "no host answers" >&2\nexec sleep 100\n' >"$T/starter" && chmod +x "$T/starter"
export RXT_MPIRUN=$T/starter RXT_START_TIMEOUT=2s OMPI_MCA_btl=nosuch MPIR_CVAR_DEBUG_HOLD=0
timeout 60 rxt run pi --size small --layout 2x1 2>&1 | sed 's/after [0-9.]* s/after N s/; s/; your.*: no host/: no host/; s/; \/dev.*: no host/: no host/'
timeout 60 rxt run pi --size small --layout 2x1 2>&1 | grep -o 'your environment tells MPI' 
printf '#!/bin/sh\necho "no host answers" >&2\nexit 139\n' >"$T/starter"
timeout 60 rxt run pi --size small --layout 2x1 2>&1 | grep -o 'the launch failed: exit status 139'
timeout 60 rxt run pi --size small --layout 2x1 >/dev/null 2>&1
echo "status $?"
