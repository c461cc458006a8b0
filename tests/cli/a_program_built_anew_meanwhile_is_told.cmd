folder=$(dirname "$(readlink -f "$(command -v rxt)")")
mkdir "$T/own" && cp "$folder/rxt" "$folder/rxt-rank" "$T/own" && cd "$T" || exit 1
timeout 60 own/rxt study square --size small --layouts 1x1,1x2 --rounds 300 --out kept >said 2>&1 &
n=300
until grep -q rxt-sample kept/journal.jsonl 2>/dev/null || [ $((n -= 1)) = 0 ]; do sleep 0.1; done
cp own/rxt own/next && mv own/next own/rxt # as a linker does: another file of the same name
wait $!
echo "status $?"
grep -o "rxt's own program was built anew, moved or removed since it started" said | sort -u
grep -q rxt-sample kept/journal.jsonl && ! grep -q '"status 127\|No such file' kept/journal.jsonl && echo "what was measured is kept, and nothing else"
