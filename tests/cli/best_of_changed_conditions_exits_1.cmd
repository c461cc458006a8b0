# What changed is told with old and new; standard output is empty, until it is asked for all the same.
cd "$T" && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out f >/dev/null 2>&1
sed 's/"cores": [0-9]*/"cores": 4000/; s/"revision": "[^"]*"/"revision": "of old"/' f/decision.json >d.json
rxt best d.json 2>told
echo "status $?"
sed -n "s/, is '.*//p; s/^rxt: what the decision/&/p" told
rxt best d.json --stale-ok 2>told && grep -c changed told
sed '/"conditions"/,/^  },/d' f/decision.json >old.json && rxt best old.json 2>told || grep -o 'does not tell of which.*' told
