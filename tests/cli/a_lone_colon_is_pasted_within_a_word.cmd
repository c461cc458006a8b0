# srun and mpirun take it for the beginning of another program wherever it stands; without a launcher it is a word as others are.
cd "$T"
for launcher in srun mpirun none; do
    rxt study --dry-run --topology 'pack:1 core:2 pu:1' --launcher $launcher --layouts 1x1 --env 'A=b c' -- ./app : 'x y' 2>/dev/null | sed -n 's/^ *\(.*rxt bind 1x1 .*\)/\1/p' | sed 's/.* rxt bind/rxt bind/'
done
