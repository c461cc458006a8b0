seq 300000 > $T/t; rxt study words input=$T/t --size small --scaling strong --cores 1 --rounds 1 --out $T/s >/dev/null 2>&1; grep '^| 1 |.*serial' $T/s/report.md | cut -d'|' -f 2-5
