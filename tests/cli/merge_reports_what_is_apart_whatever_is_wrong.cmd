grep -e rxt-study -e '"kernel":"pi"' results/example/journal.jsonl >$T/whole && cd $T && mkdir a b
sed 's/"check":"pass"/"check":"fail"/' whole >a/journal.jsonl; sed '1s/"sched":"[a-z]*"/"sched":"guided"/' whole >b/journal.jsonl
rxt merge a b --out m 2>&1 >/dev/null | grep -v '^rxt: warning: no picture'; ls m/*/report.md
(ulimit -f 1 && rxt merge b --out n); echo $?; ls n
