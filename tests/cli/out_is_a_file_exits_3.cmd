cd $T && touch file && rxt study pi --layouts 1x1 --out file 2>told
rc=$?
grep -vE "^rxt: (at most|about)" told
exit $rc
