case $(rxt --version) in *"MPI no"*) echo "this build has no MPI"; exit 77 ;; esac
[ "$(nproc)" -ge 2 ] || { echo "one core"; exit 77; }
for folder in $(getconf PATH | tr : ' '); do
    [ -x "$folder/mpirun.openmpi" ] && [ -x "$folder/mpiexec.mpich" ] && here=yes
done
[ "$here" = yes ] || { echo "no launchers of both MPIs in the usual path"; exit 77; }
rxt=$(command -v rxt)
env -i "$rxt" where 2x1 2>&1 | grep -c 'process rank'
