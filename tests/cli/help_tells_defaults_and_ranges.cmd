for command in run study; do rxt help $command | sed -n 's/^  --\(rounds\|reps\|indifference\|sched\|timeout\) .*\((.*)\)$/\1 \2/p'; done | sort -u
rxt study pi --rounds 10001
for command in run study; do
    [ "$(rxt help $command | grep -c '^  --')" = "$(rxt help options | grep -c "^  of:.* $command\b")" ] && echo "$command: all of its options are among all"
done
rxt run pi n=1000 --layout 1x1 --json | sed 's/.*"time_s"[^[]*\[\([^]]*\)\].*/\1/' | awk -F, '{ print NF " runs without --reps" }'
