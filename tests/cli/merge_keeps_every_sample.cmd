cd $T && for k in pi stats; do taskset -c 0 rxt study $k n=100000 --rounds 2 --out one-$k >/dev/null 2>&1; done
rxt merge one-pi one-stats --out one >/dev/null && [ $(($(wc -l <one/journal.jsonl) + 1)) = "$(cat one-pi/journal.jsonl one-stats/journal.jsonl | wc -l)" ] && echo "all lines, and one header" && grep -o "\"round\":[0-9]*" one/journal.jsonl | sort -u && ls one
