cd $T && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out c >/dev/null 2>&1 && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out c
