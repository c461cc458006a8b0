printf 12345678901 >$T/odd; cd $T && rxt run stats input=odd --layout 2x1
