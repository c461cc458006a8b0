cat >$T/app <<'END'
#!/bin/sh
echo "step 1 of $1"
printf 'rate: %s0 steps/s\nenergy -1.5\n' "$1" >&2
END
chmod +x $T/app && cd $T
rxt study --launcher none --metric '^rate: ([0-9.]+) steps/s' --unit steps/s --higher-is-better --answer '^energy (.*)' --layouts 1x1,1x2 --rounds 1 --oversubscribe --out s -- ./app '{threads}' >said 2>&1
echo $?
grep -oE 'steps/s, higher is|ANSWERS NOT CHECKED' said
python3 - <<'END'
import json
kernel, = json.load(open("s/decision.json"))["kernels"]
print(kernel["best"], kernel["metric"], kernel["answers_checked"], [row["metric"] for row in kernel["rows"]][:2])
END
