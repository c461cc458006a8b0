for k in matrix strong weak hybrid-nodes array array-report; do rxt job $k | diff - jobs/$k.sbatch && bash -n jobs/$k.sbatch; done && wc -l jobs/*.sbatch | awk "\$1 > 60 && !/total/"
