cd $T && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out e 2>/dev/null | grep -c "$(printf "\033")"; rxt report e --color always | grep -q "$(printf "\033")" && echo coloured
