touch $T/nothing; rxt run stats input=$T/nothing --layout 1x1 --json | grep -o "\"check\":\"pass\""; echo done
