[ -e /sys/kernel ] && ! mkdir /sys/kernel/rxt-x 2>/dev/null || { echo needs a folder that nobody can write; exit 77; }
rxt study pi --layouts 1x1 --out /sys/kernel/rxt-x 2>&1 | sed "/^rxt: at most/d; /^rxt: about/d; s/made: [^;]*/made: WHY/"; rxt study pi --layouts 1x1 --out /sys/kernel/rxt-x 2>/dev/null
