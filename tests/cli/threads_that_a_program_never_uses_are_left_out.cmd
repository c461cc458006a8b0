cat >$T/app <<'END'
#!/bin/sh
i=0
while [ $i -lt 300000 ]; do i=$((i + 1)); done
echo done
END
chmod +x $T/app && cd $T
timeout 120 rxt study --launcher none --expect done --layouts 1x1,1x2 --rounds 4 --oversubscribe --out s -- ./app >out 2>err || cat err
grep -o 'app used 1 of the 2 threads .*' err
# In so many rounds; a launch that a busy machine disturbed was tried again.
sed -n 's/.*"rxt-sample.1".*\("layout":"1x[12]"\).*\("round":[0-9]*\).*/\1 \2/p' s/journal.jsonl | sort -u | cut -d ' ' -f 1 | uniq -c | awk '{ print ($1 < 4 ? "fewer than 4" : $1), $2 }'
