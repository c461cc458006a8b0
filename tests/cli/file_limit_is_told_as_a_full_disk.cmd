study=$PWD/results/example
mkdir "$T/s" && cp "$study/journal.jsonl" "$T/s"
(ulimit -f 1; rxt kernels >"$T/stdout") 2>&1
echo "status $?"
(ulimit -f 1; rxt report "$T/s" >/dev/null) 2>&1 | grep -o 'cannot be written[^;]*' | head -1
(ulimit -f 1; rxt report "$T/s" 2>/dev/null | tail -1) | sed "s#$T##"
rxt report "$T/s" 2>/dev/null | grep -c 'report.html, report.md'
