made=$PWD/tests/made_journal.awk; cd $T; mkdir nodes cores few one weak none jump edge
nodes='heat 1x1 100\nheat 2x8 7\nheat 16x1 7.2\nheat 2:2x8 3.7\nheat 2:16x1 3.9\nheat 4:2x8 2.1\nheat 4:16x1 2.0\nheat 8:2x8 1.7\n'
printf "$nodes" | awk -v scaling=strong -v rounds=8 -v noise=0.02 -f $made >nodes/journal.jsonl
printf "$nodes" | awk -v scaling=strong -v rounds=5 -v noise=0.02 -f $made >few/journal.jsonl
printf 'pi 1x1 10\npi 1x2 6.6\npi 1x4 5\n' | awk -v scaling=strong -v rounds=8 -v noise=0.02 -f $made >cores/journal.jsonl
printf 'pi 1x1 10\n' | awk -v scaling=strong -v rounds=8 -f $made >one/journal.jsonl
printf 'pi 1x1 1 100\npi 1x2 1.1 200\npi 1x4 1.5 400\n' | awk -v scaling=weak -v rounds=8 -f $made >weak/journal.jsonl
printf 'heat 2x8 7\nheat 4:2x8 3.7\n' | awk -v scaling=strong -v rounds=8 -v noise=0.004 -f $made >jump/journal.jsonl
printf 'pi 1x1 10\npi 1x2 5.2\npi 1x4 3.5\n' | awk -v scaling=strong -v rounds=8 -v noise=0.02 -f $made >edge/journal.jsonl
printf 'pi 1x1 1\npi 1x2 0.6\n' | awk -v rounds=8 -f $made >none/journal.jsonl
rxt report nodes --format access | sed 's/\[[^]]*\]/[]/g; /^- Model/d; s/^- Measured: .*Z, /- Measured: /'
for rule in 75% 40% 1.1x 2x; do echo "== $rule" && rxt report nodes --format access --rule $rule | grep -E '^- (Rule|The largest)'; done
for d in few cores one weak jump edge; do echo "== $d" && rxt report $d --format access | grep -E '^- (Rule|The largest)|^\| [0-9]' | sed 's/^|.*| \([^|]*\) |$/\1/'; done
for a in 'none --format access' 'nodes --rule 75%' 'nodes --format access --rule 75' 'nodes --format access --rule 3x' 'nodes --format access --rule 0%'; do rxt report $a; echo "status $?"; done
ls nodes
