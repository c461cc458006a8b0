rxt study pi --layouts 1x1 --hostfile "$T" --out "$T/s" 2>&1 | sed "s|$T|DIR|"
RXT_HOSTFILE=$T/none rxt where 1x1 2>&1 | sed "s|$T|DIR|"
rxt where 1x1 --hostfile "$T/none" 2>/dev/null
