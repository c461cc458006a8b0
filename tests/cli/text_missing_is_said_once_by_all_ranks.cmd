[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
cd $T && rxt run words input=absent --layout 2x1
