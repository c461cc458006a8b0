touch $T/empty; rxt run words input=$T/empty --layout 1x1 --json | grep -o "\"check\":\"pass\""; echo done
