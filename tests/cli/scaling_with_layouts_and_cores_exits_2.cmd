cd $T && rxt study pi --scaling strong --layouts 1x1 --cores 1
