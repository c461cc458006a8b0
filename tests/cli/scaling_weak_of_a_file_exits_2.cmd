cd $T && echo text > t && taskset -c 0 rxt study words input=t --scaling weak --cores 1,2 --oversubscribe --out a
