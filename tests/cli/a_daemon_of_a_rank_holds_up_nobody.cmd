case $(rxt --version) in
*"MPI openmpi"*) mpirun=mpirun.openmpi ;;
*"MPI mpich"*) mpirun=mpiexec.mpich ;;
*) echo "this build has no MPI" && exit 77 ;;
esac
command -v $mpirun >/dev/null || { echo "no $mpirun here"; exit 77; }
[ "$(nproc)" -ge 2 ] || { echo "one core"; exit 77; }
cat >"$T/starter" <<END # each rank leaves a daemon that holds its streams
#!/bin/sh
for word; do
    case \$word in
    *rxt*) set -- "\$@" sh -c 'setsid sleep 300 & exec "\$@"' sh "\$word" ;;
    *) set -- "\$@" "\$word" ;;
    esac
    shift
done
exec $mpirun "\$@"
END
chmod +x "$T/starter"
RXT_MPIRUN=$T/starter timeout 100 rxt run pi --size small --layout 2x1 >"$T/run" 2>&1
echo "status $?"
grep -c '^pi .*check pass' "$T/run"
grep -o 'all ranks were done, but the launcher lived on and was ended' "$T/run"
