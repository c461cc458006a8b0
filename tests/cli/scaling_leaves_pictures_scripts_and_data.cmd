command -v gnuplot >/dev/null || { echo "no gnuplot here"; exit 77; }
cd $T && taskset -c 0 rxt study pi n=100000 --scaling strong --cores 1,2,3 --oversubscribe --rounds 1 --out pictures >/dev/null 2>&1
ls pictures
rxt report pictures --json | sed -n "/\"steps\"/,/\]/p" | grep workers
