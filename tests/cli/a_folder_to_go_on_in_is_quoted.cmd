# The line of a stopped study is pasted into a shell: its folder is one word there.
cd "$T" || exit 1
folder="it's \$(touch PWNED) here"
timeout 300 rxt study pi --layouts 1x1 --rounds 1000 --out "$folder" 2>said >shown &
until grep -q rxt-sample "$folder/journal.jsonl" 2>/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
kill -TERM $!
wait $!
grep -o 'out .* --resume' said
[ ! -e PWNED ]
