cd $T && taskset -c 0 rxt study square n=1000 --size small --layouts 1x1 --rounds 1 --out deep/er/a >/dev/null 2>&1; echo $?; ls deep/er/a
