cd $T && printf '#!/bin/sh\necho right\n' >app && chmod +x app || exit
study() { timeout 120 rxt study --launcher none --layouts 1x1 --threads 1 --expect right --out one "$@" -- ./app >out 2>err; }
study --rounds 1 || cat err
study --rounds 2 --resume --env A=1
echo "another variable: $?" && grep -o 'is of other programs, or other options of them' err
study --rounds 2 --resume || cat err
grep '"rxt-sample/1"' one/journal.jsonl | grep -o '"round": *[0-9]*' | sort -u | wc -l # of a round there may be more: disturbed ones
