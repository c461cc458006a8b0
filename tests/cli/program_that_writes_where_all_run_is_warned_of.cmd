cd $T && printf '#!/bin/sh\necho x >>log\n' >app && chmod +x app || exit
timeout 120 rxt study --launcher none --layouts 1x1 --threads 1 --ranks 1 --rounds 2 --out results/one -- ./app 2>&1 >out | grep -o 'the program made or changed log'
mkdir there
timeout 120 rxt study --launcher none --layouts 1x1 --threads 1 --ranks 1 --rounds 1 --out two --workdir there -- ./app 2>&1 >out | grep -o 'made or changed log in .*/there'  | sed "s|$T||"
sort -u there/log
