# But for the path of rxt, which is that of the one who writes them.
for k in matrix cores strong weak hybrid-nodes array array-report; do rxt job $k | sed 's,^RXT=.*-.*},RXT=${RXT:-rxt},' | diff - jobs/$k.sbatch && bash -n jobs/$k.sbatch; done && wc -l jobs/*.sbatch | awk "\$1 > 60 && !/total/"
[ "$(rxt job matrix | sed -n 's/^RXT=.*:-\(.*\)}.*/\1/p')" = "$(realpath "$(command -v rxt)")" ]
