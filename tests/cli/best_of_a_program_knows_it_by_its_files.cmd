# The program and a file among its arguments; the line to paste binds and runs it. A program has no part of rxt's build in it.
cd "$T" && printf '#!/bin/sh\necho "threads $1, $(cat "$2")"\n' >app && chmod +x app && echo hello >in.txt
rxt study --launcher none --layouts 1x1 --rounds 1 --out f -- ./app '{threads}' in.txt >/dev/null 2>&1
launch=$(rxt best f --print launch 2>/dev/null) && echo "$launch" && eval "$launch"
sed 's/"revision": "[^"]*"/"revision": "of old"/' f/decision.json >d.json && rxt best d.json 2>/dev/null
echo '# longer' >>app && echo other >in.txt && rxt best f 2>told
echo "status $?"
sed -n 's/.*changed since the study: file .*\/\([^/ ]* digest\) was.*/\1/p' told
