# Choices, kinds of jobs, folders, parameters of the kernels named, kernels: from the tables.
cd "$T" && mkdir "a folder" && touch a-file own.so && cat >try.bash <<'END'
source <(rxt completion)
try() { COMP_WORDS=(rxt "$@") COMP_CWORD=$#; _rxt; printf '%s:' "$*"; printf ' <%s>' "${COMPREPLY[@]}"; echo; }
try run pi --size ""
try study --color a
try job ""
try report "a"
try best "a"
try best --print l
try study --out "a"
try run pi --topology "a"
try run pi s
try run fft n
try study --seed ""
try kernels man
try run o
END
bash try.bash
