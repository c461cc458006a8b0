cd $T && taskset -c 0 rxt study pi n=100000 --rounds 1 --out s1 >/dev/null 2>&1; taskset -c 0 rxt study pi n=100000 --sched dynamic --rounds 1 --out s2 >/dev/null 2>&1
rxt merge s1 s2 --out s >/dev/null; for part in s/1 s/2; do test -s $part/journal.jsonl && test -s $part/report.md && echo "$part is whole"; done
