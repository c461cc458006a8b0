# The example beside itself, and beside itself on another machine, with another size of pi, where 1x2 is out for heat.
mkdir "$T/b" && rxt compare tests/old tests/old | grep -E 'Nothing|flips|in both' | sort | uniq -c | sed 's/^ *//'
sed 's/"cpu":"[^"]*"/"cpu":"Another CPU"/; s/"n":200000000,/"n":100000000,/' tests/old/journal.jsonl >"$T/b/journal.jsonl"
rxt compare tests/old "$T/b" >"$T/out"; echo "status $?"
grep -nE 'what differs|machine cpu|Not comparable|flips$|differs  ' "$T/out" | sed 's/  */ /g'
rxt compare tests/old "$T/b" --json | grep -c '"comparable": false'
rxt compare tests/old "$T/b" --json | grep '"b_over_a"' | sort -u
rxt compare tests/old
echo "status $?"
