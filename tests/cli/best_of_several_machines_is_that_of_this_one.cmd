# Decisions one behind another, as cat gives them: the newest of a machine like this one.
cd "$T" && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out f >/dev/null 2>&1
sed 's/"cores": [0-9]*/"cores": 4000/; s/"recommended": "1x1"/"recommended": "4000x1"/; s/"host": ".*"/"host": "big"/; s/"date": "/&9/' f/decision.json >big.json
sed 's/"recommended": "1x1"/"recommended": "1x2"/; s/"date": "2/"date": "1/' f/decision.json >older.json
cat big.json f/decision.json older.json >site.json && rxt best site.json 2>/dev/null
cat big.json big.json >others.json && rxt best others.json 2>told || sed 's/(.*cores/(4000 cores/; s/(.*cores/(4000 cores/' told
rxt best others.json --stale-ok 2>/dev/null || echo "status $?"
