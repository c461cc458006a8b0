case $(rxt --version) in *"MPI no,"*) echo "this build has no MPI" && exit 77 ;; esac
cat >"$T/starter" <<'END'
#!/bin/sh
cat "$SAYS"
END
chmod +x "$T/starter"
export SAYS=$T/says RXT_MPIRUN=$T/starter
say() {
    printf '%s\n' "$1" >"$SAYS"
    rxt where 2x1 --oversubscribe >"$T/out" 2>&1
    echo "where: status $?"
    grep -o 'of 1 results came 0' "$T/out"
    rxt run pi n=1000 --layout 2x1 --oversubscribe >"$T/out" 2>&1
    echo "run: status $?"
    grep -o -e 'of 1 results came 0' -e 'it is cold' "$T/out"
}
say 'hello'
say '{"schema":1}'
say '{"schema":"rxt-failure/1","status":3,"reason":"it is cold"}'
