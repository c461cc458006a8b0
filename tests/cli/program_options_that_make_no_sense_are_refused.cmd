# Each before anything is launched: status 2, and the words that name the way out.
printf '#!/bin/sh\n' >$T/app && chmod +x $T/app && >$T/plain && cd $T || exit
no() {
    want=$1
    shift
    said=$(timeout 20 rxt study "$@" 2>&1)
    rc=$?
    case $said in *"$want"*) ;; *) rc="$rc, and '$said'" ;; esac
    [ "$rc" = 2 ] || echo "rxt study $*: status $rc, not '$want'"
    echo >>$T/tried
}
no "no program stands behind '--'" --
no "kernels and programs are two studies" heat -- ./app
no "a program goes behind '--': rxt study -- sh" sh x
no "is no program in PATH" -- no-such-program-here
no "present folder is './app'" -- app
no "No such file" -- ./absent
no "not executable: chmod +x" -- ./plain
no "is a folder" -- ./bin/.
no "its own arguments say how large" --size small -- ./app
no "OMP_SCHEDULE" --sched dynamic -- ./app
no "--rounds says how many" --reps 2 -- ./app
no "--layouts names the layouts of a kernel" --ranks square heat
no "the program goes behind --" --copy plain heat
no "grow by {ranks} or {cores}" --scaling weak -- ./app
no "must be NAME=COMMAND" --subject ./app
no "names no program behind its '='" --subject a=
no "no name for a program" --subject 'a b=./app'
no "a quote without its other one" --subject "a=./app 'x"
no "two programs are called a" --subject a=./app --subject a=./app
no "from 1 to 65536" --copies 1,0 -- ./app
no "--copies counts runs an hour" --copies 2 --metric 'a(b)' -- ./app
no "must be NAME=VALUE" --env X -- ./app
no "rxt's own" --env RXT_TASK=x -- ./app
no "'ranks>1:-parallel'" --when 'rank>1:-x' -- ./app
no "did you mean 'square'" --ranks sqare -- ./app
no "a whole number from 1" --threads max:x -- ./app
no "one of none" --launcher nobody -- ./app
no "give one of the two" --launcher none --launcher-template './app {ranks}' -- ./app
no "must say {ranks}" --launcher-template ./app -- ./app
no "--launcher-template: 'no-such-launcher'" --launcher-template 'no-such-launcher {ranks}' -- ./app
no "--copy absent" --copy absent -- ./app
no "each other's place" --copy plain --copy ./plain -- ./app
no "--template absent" --template absent -- ./app
no "--stdin absent" --stdin absent -- ./app
no "--workdir plain" --workdir plain -- ./app
no "--keep says nothing without --copy" --keep -- ./app
no "--prepare-timeout says nothing without --prepare" --prepare-timeout 3s -- ./app
no "--prepare: 'no-such-command'" --prepare 'no-such-command x' -- ./app
no "without --metric" --unit s -- ./app
no "without --metric" --take sum -- ./app
no "without --answer" --tolerance 0.1 -- ./app
no "--metric '('" --metric '(' -- ./app
no "from 0 to 100" --warmup 101 -- ./app
no "did you mean '--metric'" --metrics x -- ./app
no "no layout is left" --layouts 1x1 --ranks 2 -- ./app
[ -d results ] && echo "a study was begun"
wc -l <$T/tried
