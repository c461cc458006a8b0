cd $T && printf "\0\0\0\0\0\0\370\177\0\0\0\0\0\0\360\077" >two && for l in 1x1 2x1; do rxt run stats input=two --layout $l --json | grep -o "\"check\":\"pass\""; done
