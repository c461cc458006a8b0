cd $T && taskset -c 0 rxt study pi --scaling strong --cores 1,9999 --out a
