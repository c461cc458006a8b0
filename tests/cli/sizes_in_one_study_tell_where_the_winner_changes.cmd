made=$PWD/tests/made_journal.awk; cd $T
told() { # NAME ROUNDS: what is said of the sizes of a study
    mkdir $1 && awk -v rounds=$2 -v noise=0.004 -f $made >$1/journal.jsonl && rxt report $1 | grep -A1 -E '^(heat|pi)  ' | tr -s ' \n' ' ' && rxt report $1 --json | grep '"turn"' && grep -E '^- (heat|pi): ' $1/report.md
}
crossing='heat-1000 1x1 1 1000\nheat-1000 1x2 0.6 1000\nheat-1000 2x1 0.8 1000\nheat-8000 1x1 8 8000\nheat-8000 1x2 5 8000\nheat-8000 2x1 4 8000\nheat-2000 1x1 2 2000\nheat-2000 1x2 1.2 2000\nheat-2000 2x1 1.201 2000\n'
echo "== crossing" && printf "$crossing" | told crossing 12
echo "== few rounds" && printf "$crossing" | told few 5
echo "== equal" && printf 'heat-10 1x1 2 10\nheat-10 1x2 1 10\nheat-10 2x1 1.0005 10\nheat-20 1x1 4 20\nheat-20 1x2 2.001 20\nheat-20 2x1 2 20\n' | told equal 12
echo "== one size" && printf 'pi-10 1x1 2 10\npi-10 1x2 1 10\nheat 1x1 2\nheat 1x2 1\n' | told one 8
echo "== hostile" && mkdir bad && printf 'heat-10 1x1 2 10\n' | awk -v rounds=1 -f $made | sed 's/"runs":"heat"/"runs":"--out=x"/' >bad/journal.jsonl; rxt report bad; echo "status $?"
echo "== study"
taskset -c 0 rxt study pi --size 100000,300000 --layouts 1x1 --rounds 1 --reps 1 --out s >/dev/null 2>&1; echo "status $?"
grep -o '^{"schema":"rxt-sample/1","kernel":"pi[^}]*}' s/journal.jsonl | sort -u; taskset -c 0 rxt best s --subject pi-300000 --print launch 2>/dev/null
for a in 'study --size 3,5' 'study pi n=3 --size 3,4' 'study words --size 5,x' 'study pi pi' 'study pi --size 5,5' 'run pi --size 3' 'run pi --size tiny' 'job array --size 3,5'; do rxt $a; echo "status $?"; done
rxt job matrix pi --size 10,20 | grep study.*size
