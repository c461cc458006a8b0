# Blanks, quotes, $, ;, *, a lone colon, nothing at all, an end of line, bytes that are no UTF-8: no shell sees them.
cd $T || exit
printf '#!/bin/sh\nprintf "<%%s>" "$@" >%s/seen\n' "$T" >show && chmod +x show
bytes=$(printf '\377\200{x}')
line='
'
set -- 'a b' "'\"\`" '$HOME' "x${line}y" ';' '*' : '' "$bytes" '{rank}' '\' -- -n
printf '<%s>' "$@" >want
timeout 120 rxt study --launcher none --layouts 1x1 --threads 1 --rounds 1 --out one -- ./show "$@" >out 2>&1 || cat out
cmp seen want && echo "behind --: the same"
timeout 120 rxt study --launcher none --layouts 1x1 --threads 1 --rounds 1 --out two \
    --subject "p=./show 'a b' \"c d\" {ranks}{threads} \$HOME * ; e\\ f ''" >out 2>&1 || cat out
cat seen && echo
