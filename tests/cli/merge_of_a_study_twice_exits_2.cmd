cd $T && taskset -c 0 rxt study pi n=100000 --rounds 1 --out twice >/dev/null 2>&1; rxt merge twice twice --out both; ls both 2>&1
