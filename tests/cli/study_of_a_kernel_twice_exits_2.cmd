cd $T && rxt study pi n=5 pi n=5 --out n
