made=$PWD/tests/made_journal.awk; cd $T; mkdir two one scaling three
printf 'pi 1x1 4\npi 1x2 1.3\npi 2x1 1\nheat 1x1 3\nheat 1x2 1\nheat 2x1 1.2\n' >times
awk -v rounds=8 -f $made times >two/journal.jsonl
grep pi times | awk -v rounds=8 -f $made >one/journal.jsonl
awk -v rounds=8 -v scaling=strong -f $made times >scaling/journal.jsonl
(cat times; printf 'fft 1x1 3\nfft 1x2 1.1\n') | awk -v rounds=8 -f $made >three/journal.jsonl # 2x1 was not run for fft
for d in two one scaling three; do rxt report $d | grep -A1 '^one layout' | tr -s ' '; rxt report $d --json | tr -d ' \n' | grep -o '"one_layout":\(null\|{[^}]*}\)'; done
grep 'one layout' two/report.md
