rxt study --dry-run --guess 10m --rounds 3 --topology "pack:2 l3:2 core:4 pu:2" --leave l3 --launcher srun --nodes 2 -- sh "{threads}" "a b" 2>/dev/null | sed "s/--mpi=[a-z0-9]* //"
