# 3 ranks of 4 cores are no division of a step; copies have parts of it.
cd "$T" && rxt study --dry-run --topology 'pack:1 core:4 pu:1' --launcher mpirun --scaling strong --ranks multiple-of:3 -- ./app 2>&1 | grep -o '^ *[0-9]*x[0-9@a-z]*' | sort -u
rxt study --dry-run --topology 'pack:1 core:4 pu:1' --launcher mpirun --scaling strong --cores 4 --copies 2 -- ./app 2>&1 | grep -o '^ *[0-9]*x[0-9@a-z]*' | sort -u
