cd $T && touch file && rxt study pi --layouts 1x1 --out file
