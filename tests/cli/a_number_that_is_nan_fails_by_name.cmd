cd $T
rxt study --launcher none --metric '^rate: (.*)' --layouts 1x1 --rounds 1 --out s -- printf 'rate: 3\nrate: nan\n' >said 2>&1
echo $?
grep -ohE "rank 0: 'nan' is no number, in the line 'rate: nan'" s/journal.jsonl | sort -u
