cd $T && rxt report .
