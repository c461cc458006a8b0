cd "$T" && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out f >/dev/null 2>&1
sed 's/"\(best\|recommended\)": "1x1"/"\1": null/' f/decision.json >d.json
rxt best d.json --print env
echo "status $?"
rxt best nowhere
echo '{}' >e.json && rxt best e.json
mkfifo p && timeout 20 rxt best p
