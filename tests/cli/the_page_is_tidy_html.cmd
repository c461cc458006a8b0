command -v tidy >/dev/null || { echo "no tidy here"; exit 77; }
cp results/example/journal.jsonl $T && cd $T && rxt report . --format html >page.html; tidy -e -q page.html
grep -c "<svg role=.img. " page.html | grep -qx 0 && echo "no drawing"; grep -o "<script\|src=\|http" page.html; echo looked
