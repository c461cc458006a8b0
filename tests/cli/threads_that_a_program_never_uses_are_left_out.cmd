cat >$T/app <<'END'
#!/bin/sh
i=0
while [ $i -lt 300000 ]; do i=$((i + 1)); done
echo done
END
chmod +x $T/app && cd $T
timeout 120 rxt study --launcher none --expect done --layouts 1x1,1x2 --rounds 4 --oversubscribe --out s -- ./app >out 2>err || cat err
grep -o 'app used 1 of the 2 threads .*' err
grep '"rxt-sample/1"' s/journal.jsonl | grep -o '"layout": *"1x[12]"' | sort | uniq -c | sed 's/^ *//'
