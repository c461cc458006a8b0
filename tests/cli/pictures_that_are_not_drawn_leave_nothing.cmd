grep -e rxt-study -e '"kernel":"pi"' results/example/journal.jsonl >$T/journal.jsonl && cd $T && mkdir tools tmp study && mv journal.jsonl study
export TMPDIR=$T/tmp PATH=$T/tools:$PATH
printf '#!/bin/sh\nkill -SEGV $$\n' >tools/gnuplot && chmod +x tools/gnuplot
rxt report study 2>&1 >/dev/null | sed 's/scaling-[a-z]*/scaling-X/'; ls tmp
printf '#!/bin/sh\ntrap "" TERM HUP\ntouch %s/begun\nexec sleep 600\n' "$T" >tools/gnuplot
for signal in TERM HUP USR1; do
    rm -f begun && rxt report study >/dev/null & rxt=$!
    while ! [ -e begun ]; do sleep 0.1; done
    kill -$signal $rxt; wait $rxt; echo "ended by $signal: $(kill -l $?)"; ls tmp
done 2>/dev/null
