cd $T && rxt run words input=absent --layout 1x1
