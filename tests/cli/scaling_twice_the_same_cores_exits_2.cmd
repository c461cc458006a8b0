cd $T && rxt study pi --scaling weak --cores 1,1 --out a
