#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm_bind.sh RXT - rxt bind as srun and mpirun start it in jobs of a pretended cluster: which rank it takes itself for,
# and the words that reach the program.
rxt=$(realpath "$1")
here=$(dirname "$0")
. "$here/claims.sh"
slurm_up 2
cat >"$D/mask" <<'END'
#!/bin/sh
echo "$(hostname) $(sed -n 's/^Cpus_allowed_list:.//p' /proc/self/status)"
END
printf '#!/bin/sh\nall=""\nfor a; do all="$all$(printf %%s "$a" | od -An -v -tx1 | tr -d " \\n").\n"; done\nprintf %%s "$all"\n' >"$D/words"
chmod +x "$D/mask" "$D/words"
log="$D/out $D/err"
run() { timeout 60 "$@" >"$D/out" 2>"$D/err" </dev/null; rc=$?; }
cores=$("$rxt" place 1x2 --json | sed -n 's/.*"pu": \([0-9]*\).*/\1/p' | xargs)
first=${cores%% *} second=${cores##* }
both="tn1 $first tn1 $second tn2 $first tn2 $second"
sorted_is() { [ "$(sort "$D/out" | xargs)" = "$1" ] || { cat "$D/out"; false; }; }
refused() { [ "$rc" != 0 ] && holds "$1" "$D/err"; }

run srun -N2 --ntasks-per-node=2 --cpu-bind=none "$rxt" bind 2x1 -- "$D/mask"
claim "srun without binding: each rank of each node has a core" sorted_is "$both"
run srun -N2 --ntasks-per-node=2 --cpu-bind=none --mpi=none "$rxt" bind 2x1 -- "$D/mask"
claim "srun of a program without MPI, too" sorted_is "$both"
run srun -N2 --ntasks-per-node=2 -c1 --cpu-bind=cores "$rxt" bind 2x1 -- "$D/mask"
claim "srun that binds: masks are kept" sorted_is "$both"
run srun -N2 --ntasks-per-node=1 -c2 "$rxt" bind 1x2 -- sh -c 'echo "$(hostname) $OMP_NUM_THREADS $OMP_PLACES"'
claim "a rank of two threads on each node" sorted_is "tn1 2 {$first},{$second} tn2 2 {$first},{$second}"
run srun -N2 --ntasks-per-node=2 -c1 --cpu-bind=cores "$rxt" bind 2x2 -- "$D/mask"
claim "too narrow a mask is refused by srun's option" refused "srun's --cpu-bind (.*gave rank [01] 1 core .*start with --cpu-bind=none"
run srun -N2 -n3 --overcommit --cpu-bind=none "$rxt" bind 2x1 -- "$D/mask"
claim "a node with fewer ranks than the layout's is refused" refused "srun started 1 rank on this node, and layout 2x1 has 2 a node"
run srun -N2 --ntasks-per-node=2 --cpu-bind=none "$rxt" bind 1:2x1 -- "$D/mask"
claim "a layout without a number of nodes is for any" sorted_is "$both"
run srun -N1 -n2 --cpu-bind=none "$rxt" bind 2:2x1 -- "$D/mask"
claim "a layout of two nodes on one is refused" refused "srun started ranks on 1 node, and layout 2:2x1 is for 2"
run srun -N1 -n1 "$rxt" bind 1x1 -- "$D/nothere"
claim "a program that is not there is 127" [ "$rc" = 127 ]
newline='
'
odd() { "$@" 'a b' "it's" '"q"' '$HOME' '`id`' "two${newline}lines" ';' '*' '' '\' '%s%n' --np -n "$(printf '\377\376')"; }
odd "$D/words" >"$D/want"
odd run srun -N1 -n1 --cpu-bind=none "$rxt" bind 1x1 -- "$D/words"
claim "odd words come through srun" cmp "$D/want" "$D/out"

# In a job mpirun's ranks are children of Slurm's, too: SLURM_LOCALID is 0 in each of a node's first step.
printf '#!/bin/sh\nmpirun.openmpi --bind-to none --map-by ppr:2:node -n 4 %s bind 2x1 -- %s/mask\n' "$rxt" "$D" >"$D/job.sh"
run sbatch --wait -N2 --ntasks-per-node=2 -o "$D/job.out" "$D/job.sh"
cp "$D/job.out" "$D/out"
claim "mpirun in a job: each rank of each node has a core" sorted_is "$both"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
