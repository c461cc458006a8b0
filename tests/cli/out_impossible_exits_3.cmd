rxt study pi --layouts 1x1 --out /proc/x
