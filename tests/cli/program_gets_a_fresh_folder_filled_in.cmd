# Copies, a template, what was prepared for a number of ranks, standard input; and nothing is left but what is kept.
cd $T && mkdir case && echo deep >case/deep && echo 'threads {threads} {other}' >dict && echo input >in || exit
printf '#!/bin/sh\ncat case/deep dict made - >%s/seen; pwd >>%s/where; echo $VALUE >>%s/seen; touch left\n' $T $T $T >app
printf '#!/bin/sh\necho "prepared for $1" >made; echo >>%s/prepared\n' $T >prep
chmod +x app prep
timeout 120 rxt study --launcher none --layouts 1x1,1x2 --oversubscribe --rounds 2 --out one --copy case --template dict \
    --prepare './prep {ranks}' --stdin in --env 'VALUE={ranks} of {cores}' --ranks 1 --threads 1 -- ./app >out 2>&1 || cat out
cat seen
sed "s|$T||" where | head -n 2
wc -l <prepared
ls one | grep launches || echo "no folder of a launch is left"
timeout 120 rxt study --launcher none --layouts 1x1 --threads 1 --ranks 1 --rounds 1 --out two --copy case --template dict --copy in --prepare ./prep \
    --keep -- ./app >out 2>&1 || cat out
ls two/launches | grep -v "launch-0000[12]"; ls two/launches/launch-00000
