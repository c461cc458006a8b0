cd $T && rxt study words input=absent --layouts 1x1 --size small --rounds 1 --out m 2>&1 | tail -n 1; rxt report m >/dev/null 2>&1
