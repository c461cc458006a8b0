mkdir -p "$T/r" && sed '/@none"/!s/"rejected":null/"rejected":"rank 1 was on PU 0, outside of its plan"/' results/example/journal.jsonl >"$T/r/journal.jsonl"
rxt report "$T/r" >"$T/said" 2>&1
echo $?
grep -E "^ *(answer|how sure|if wrong|why) |^rxt:" "$T/said" | sed -e 's/ gave [0-9].*/ gave its time/' -e "s/kernel '[a-z]*'/a kernel/" | cut -c1-110 | sort -u
