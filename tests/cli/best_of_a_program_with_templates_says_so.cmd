cd $T && echo "{ranks} ranks" >in.txt && echo plain >other.txt
rxt study --rounds 1 --launcher none --layouts 1x1 --template in.txt --expect 1 --out s -- cat in.txt >out 2>&1 || cat out
rxt best s 2>&1 | grep -v "^rxt: 1x1 for\|undecided"
rxt study --rounds 1 --launcher none --layouts 1x1 --expect plain --out t -- cat other.txt >out 2>&1 || cat out
rxt best t 2>&1 | grep -v "^rxt: 1x1 for\|undecided"
