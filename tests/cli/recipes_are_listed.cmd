rxt study --recipe list | grep -oE 'rxt study --recipe (lammps|cp2k|hpcc) -- [a-z0-9.]+'
