grep -e rxt-study -e '"kernel":"p' results/example/journal.jsonl >$T/journal.jsonl && cd $T && mkdir tools study && mv journal.jsonl study
printf '#!/bin/sh\necho "$@" | tr " " "\\n" | grep -c "^scaling-.*[.]gp$" >>%s/calls\nexit 1\n' "$T" >tools/gnuplot && chmod +x tools/gnuplot
PATH=$T/tools:$PATH rxt report study 2>&1 >/dev/null | sed 's/ended.*/ended/'; cat calls
