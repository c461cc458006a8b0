cd $T && seq 10001 | sed 's/$/x1/' | paste -sd, >layouts
timeout 100 rxt study square --size small --oversubscribe --rounds 1 --out many --layouts "$(cat layouts)" 2>&1; echo $?; ls many 2>&1
