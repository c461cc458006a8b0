# A decision of several nodes, as a batch script reads it. Standard error tells which it is.
cd "$T" && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out f >/dev/null 2>&1
sed 's/"recommended": "1x1"/"recommended": "2:4x8@l3"/' f/decision.json >d.json
rxt best d.json --print env 2>told && sed -e 's/study f on .*/study f/' -e 's/measured while .* concluded;/undecided: too few rounds to compare;/' told
env=$(rxt best d.json --print env 2>/dev/null) || exit
set -u && eval "$env" && echo "srun -n $RXT_RANKS -N $RXT_NODES -c $OMP_NUM_THREADS rxt bind $RXT_LAYOUT"
rxt best d.json 2>/dev/null
rxt best d.json --print launch 2>/dev/null || echo "status $?: the line in it is of another layout"
rxt best d.json --print srun 2>/dev/null | tr ' ' '\n' | grep nodes
rxt best f --print json 2>/dev/null | sed -n 2,3p
rxt best f --print launch 2>/dev/null
