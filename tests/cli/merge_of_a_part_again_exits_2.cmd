cd $T && for k in a b; do taskset -c 0 rxt study pi n=100000 --rounds 1 --out part-$k >/dev/null 2>&1; done
rxt merge part-a part-b --out whole >/dev/null && rxt merge whole part-b --out more; echo $?; ls more 2>&1
sed '1s/"revision": *"[^"]*"/"revision": "another"/' part-b/journal.jsonl >j && mv j part-b/journal.jsonl
rxt merge part-a part-b --out apart >/dev/null; ls apart
taskset -c 0 rxt study pi n=100000 --rounds 2 --out part-b --resume 2>told
rc=$?
grep -vE "^rxt: (at most|about)" told
exit $rc
