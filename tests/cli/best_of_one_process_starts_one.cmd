# Its ranks are threads of its own: what starts it starts one, which has the cores of all of them.
cd "$T" && rxt study --launcher none --layouts 1x1 --rounds 1 --out f -- true >/dev/null 2>&1
sed 's/"recommended": "1x1"/"recommended": "4x2"/' f/decision.json >d.json
rxt best d.json --print env 2>/dev/null
rxt best d.json --print srun 2>/dev/null | tr ' ' '\n' | grep ntasks
sed 's/"start": "one process"/"start": "launcher"/' d.json >e.json && rxt best e.json --print env 2>/dev/null | grep RANKS=
