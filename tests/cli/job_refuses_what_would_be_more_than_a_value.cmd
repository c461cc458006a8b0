# Nothing becomes another line for Slurm, nor another command.
line=$(printf 'p\n#SBATCH --wrap=id')
for option in partition account qos constraint mail-user module mem; do
    rxt job matrix "--$option" "$line" >"$T/out" && echo was written
    rxt job matrix "--$option" 'p;id' >"$T/out" && echo was written
    rxt job matrix "--$option" 'p # x' >"$T/out" && echo was written
done
for option in "$line" "--gres=gpu:2 --wrap=id" "--gres=gpu #" -N4 --time=5 --tim=5 --nod=3 --wrap=id --sig=B:KILL -- --=x "--comment=a'b" '--comment=$(id)'; do
    rxt job matrix --sbatch "$option" >"$T/out" && echo "was written: $option"
done
rxt job matrix --module -x; rxt job matrix --mem 8; rxt job matrix --mem 8GB; rxt job matrix --qos ''
rxt job matrix --qos normal --mem 64G --constraint 'intel&gpu|[a*2]' --mail-user a@b.org --module gcc/12 --module openmpi --sbatch --gres=gpu:2 --sbatch --no-kill --time 1-02:30:00 | grep -v exec | sed -n '/time=/p; /ACCOUNT\|account/,/^mkdir/p' | sed 's,:-.*},:-rxt},'
