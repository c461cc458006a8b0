cd $T
rxt study --launcher none --layouts 1x1 --rounds 1 --out s -- true >said 2>&1
echo $?
grep -o "ANSWERS NOT CHECKED" said
