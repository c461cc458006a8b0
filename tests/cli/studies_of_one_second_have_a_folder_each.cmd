mkdir $T/second && cd $T/second && for i in 1 2 3; do (taskset -c 0 rxt study square n=1000 --size small --layouts 1x1 --rounds 1 >/dev/null 2>&1; echo "status $?") & done; wait
ls results/*/journal.jsonl | wc -l; rxt study square n=x 2>/dev/null; ls results | wc -l
