cd $T && printf '#!/bin/sh\necho $OMP_NUM_THREADS >>%s/seen\n' "$T" >app && chmod +x app || exit
timeout 120 rxt study --launcher none --oversubscribe --rounds 1 --out one --layouts 1x1,1x2,1x3,2x1 --ranks square \
    --threads max:2 -- ./app >out 2>err || cat err
grep -o "1x3 (3 threads are not 'max:2'), 2x1 (2 ranks are not 'square')" err
grep '"rxt-sample/1"' one/journal.jsonl | grep -o '"layout": *"1x[123]"' | sort -u
