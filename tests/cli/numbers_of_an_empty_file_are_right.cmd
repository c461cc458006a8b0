touch $T/empty; rxt run stats input=$T/empty --layout 1x1 --json | grep -o "\"check\":\"pass\""; echo done
