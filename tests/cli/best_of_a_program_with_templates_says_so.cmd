cd $T && echo "{ranks} ranks" >in.txt && echo plain >other.txt
mkdir -p "a b"
rxt study --rounds 1 --launcher none --layouts 1x1 --template in.txt --expect 1 --out s -- cat in.txt >out 2>&1 || cat out
rxt best s 2>&1 | grep -v "^rxt: 1x1 for\|undecided\|machine was busy"
rxt study --rounds 1 --launcher none --layouts 1x1 --expect plain --out t -- cat other.txt >out 2>&1 || cat out
rxt best t 2>&1 | grep -v "^rxt: 1x1 for\|undecided\|machine was busy"
rxt study --rounds 1 --launcher none --layouts 1x1 --workdir "a b" --prepare 'touch {ranks}' --stdin other.txt --expect plain --out u -- cat >out 2>&1 || cat out
rxt best u 2>&1 | grep -v "^rxt: 1x1 for\|undecided\|machine was busy"
