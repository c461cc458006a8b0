command -v script >/dev/null || { echo needs script of bsdutils; exit 77; }
script -qec true /dev/null >/dev/null 2>&1 || { echo needs a pseudo-terminal; exit 77; }
cd $T && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out i >/dev/null 2>&1
for no in "" 1; do NO_COLOR=$no script -qec "rxt report i" /dev/null | grep -c "$(printf "\033")" | sed "s/^[1-9][0-9]*/some/"; done
