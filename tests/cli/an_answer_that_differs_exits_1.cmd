cd $T
rxt study --launcher none --answer '^e (.*)' --tolerance 0.01 --layouts 1x1,1x2 --rounds 1 --oversubscribe --out s -- printf 'e %s\n' '{threads}' >said 2>&1
echo $?
tr -s ' \n' ' ' <said | grep -oE "its answer '2' differs from that of 1x1, '1', by 0.5 where 0.01 is allowed; nobody knows which is right" | sort -u
