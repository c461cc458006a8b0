# The script runs what stands for rxt, which prints what reaches it, a word a line.
cd "$T" && printf '#!/bin/sh\nprintf "<%%s>\\n" "$@"\n' >"it is rxt}" && chmod +x "it is rxt}"
run() { rxt job "$@" >job.sh && RXT="$T/it is rxt}" bash job.sh; }
run matrix --layouts 1x2,2x1 --ranks square --ranks max:4 --env 'A=$HOME "x"' --when 'ranks>1:-par' --copy a --copy "b c" --keep --metric 'v=([0-9]+)' --higher-is-better --answer '(x)' --tolerance 1e-9 --warmup 2 --prepare-timeout 1.5m --prepare "p '{ranks}'" --budget 10m --smt -- ./app '{threads}' '; rm *' '' : "$(printf 'a\nb')" '$(id)' "it's" --json
run cores --cores 1,2 --launcher none --indifference 0.05 --subject 'old=./a {threads}' --subject 'new=./b "x y"' --rounds 3 --timeout 90s --out 'my $out/'
cp "$(command -v rxt)" "a b}c'd" && "./a b}c'd" job matrix -- true | grep RXT= >own.sh && (. ./own.sh && [ "$RXT" = "$PWD/a b}c'd" ] && echo its own path is what it was)
