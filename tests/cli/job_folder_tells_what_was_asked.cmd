# Another question has another folder; more rounds, time or nodes of sbatch have not.
name() { rxt job "$@" | sed -n 's/^exec.* --out \([^ ]*\).*/\1/p'; }
name matrix; name matrix heat n=8000 --size small; name strong --nodes 1,2,4; name cores pi --cores 1-4; name hybrid-nodes --nodes 4 pi; name hybrid-nodes --nodes 2,4; name array --size small; name array-report --size small; name array pi heat; name weak pi; name matrix pi --out 'a b/'
name matrix -- ./app | sed 's/-[0-9a-f]\{6\}$/-DIGITS/'; name strong --nodes 1,2 -- /x/y/app arg | sed 's/-[0-9a-f]\{6\}$/-DIGITS/'; name matrix --subject 'old=./a' --subject 'new=./b' | sed 's/-[0-9a-f]\{6\}$/-DIGITS/'; name matrix words "input=my text's \$(file)" | sed 's/-[0-9a-f]\{6\}$/-DIGITS/'
name matrix -- "./odd name;*" | tr -d 'A-Za-z0-9._/-' | od -c
long=$(printf 'x%.0s' $(seq 300)); name matrix words "input=$long" | wc -c
[ "$(name matrix -- ./app)" = "$(name matrix --rounds 3 --budget 1h --time 30 --qos q -- ./app)" ] && echo the same
for other in "--warmup 1 -- ./app" "-- ./app x" "-- ./app y" "--launcher none -- ./app" "-- ./b/app" "--env A=1 -- ./app" "--layouts 1x1 -- ./app"; do name matrix $other; done | sort | uniq -d
[ "$(name matrix -- ./app a b)" != "$(name matrix -- ./app 'a b')" ] && echo another
