command -v mpirun >/dev/null && case $(rxt --version) in *"MPI no"*) false ;; esac || { echo needs an mpirun; exit 77; }
cd $T && mkdir fails && cat >fails/mpirun <<'SCRIPT'
#!/bin/sh
case "$*" in *" run "*) echo "no luck" >&2; exit 7 ;; esac
exec "$REAL" "$@"
SCRIPT
chmod +x fails/mpirun; REAL=$(command -v mpirun) RXT_MPIRUN=$T/fails/mpirun; export REAL RXT_MPIRUN
rxt study pi n=100000 --layouts 1x1,2x1 --oversubscribe --rounds 1 --out named 2>&1 >/dev/null | grep -o "^rxt: layout 2x1 was asked for, and failed in round 1"
rxt study pi n=100000 --layouts 1x1,2x1 --oversubscribe --rounds 1 --out named --resume >/dev/null 2>&1; echo $?; grep "rxt-sample/1" named/journal.jsonl | grep -c "\"kernel\":\"pi\""
