# Nothing of an argument reaches the terminal as it is: one message, and all lines behind the first are set in.
evil=$(printf 'x\nrxt: all is well\033]0;t\007\302\233\342\200\256\300\200')
{
    rxt "$evil"
    for command in kernels topo place run study report merge job where; do
        rxt $command "--$evil"
        rxt $command "$evil" --out "$T/none"
        rxt $command --topology "$evil" --layout "$evil" --out "$T/none" x
    done
    for option in layouts scaling cores nodes nodes-differ hostfile size sched reps rounds budget timeout seed indifference; do
        rxt study pi --out "$T/none" --$option "$evil"
    done
} 2>"$T/said" >"$T/shown"
grep -c '^rxt: all is well' "$T/said"
grep -cv -e '^rxt: ' -e '^  | ' "$T/said"
cat "$T/said" "$T/shown" | LC_ALL=C tr -d '\n' | LC_ALL=C grep -c '[^ -~]'
ls "$T/none" 2>/dev/null
true
