cd $T && rxt study pi n=1000000 --layouts 1x1 --size small --rounds 1 --out f >/dev/null 2>&1; rxt report f --json | cmp - f/decision.json && echo the same
rm f/report.md f/report.html f/report.csv f/rounds.csv f/decision.json && rxt report f --json | cut -c1-28 | sed -n 1,3p; ls f
