#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# quality.sh RXT loaded|quota - a core that others keep busy, and a CPU quota: the first screen says so, samples are marked, and
# no cause is told. For the quota as root, where a control group can be made.
rxt=$(readlink -f "$1")
T=$(mktemp -d) && spinners="" group=""
clean() {
    for p in $spinners; do kill "$p" 2>/dev/null; done
    [ -z "$group" ] || rmdir "$group"
    rm -rf "$T"
}
trap clean EXIT
trap 'exit 130' INT TERM
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 NO_COLOR=1
unset RXT_TRIES
failed=0
wrong() {
    echo "FAILED $*"
    failed=1
}
marked() { # marked FOLDER: in its journal and in no sentence of a cause
    grep -q '"rxt-sample/1".*"disturbed":true' "$1/journal.jsonl" || wrong "$1: no sample is marked"
    grep -q '"least_cpu_share": 0.[0-8]' "$1/decision.json" || wrong "$1: $(grep least_cpu_share "$1/decision.json")"
    grep -q '"rxt-launch/1".*"try":1' "$1/journal.jsonl" || wrong "$1: no launch was tried again"
    grep -q 'yes,pass' "$1/rounds.csv" || wrong "$1: no run is marked"
    ! grep -i 'bound by' "$1/report.md" || wrong "$1: a cause is told"
}
make_group() { # of either version; $group, and how long of 100 ms it may run
    if [ -w /sys/fs/cgroup/cpu/cgroup.procs ] && mkdir /sys/fs/cgroup/cpu/rxt-quality-$$; then
        group=/sys/fs/cgroup/cpu/rxt-quality-$$
        echo 100000 >$group/cpu.cfs_period_us && echo 10000 >$group/cpu.cfs_quota_us
    elif grep -q '\<cpu\>' /sys/fs/cgroup/cgroup.subtree_control && mkdir /sys/fs/cgroup/rxt-quality-$$; then
        group=/sys/fs/cgroup/rxt-quality-$$
        echo "10000 100000" >$group/cpu.max
    else
        return 1
    fi 2>/dev/null
}
cd "$T" || exit 2
cpu=$(taskset -cp $$ 2>/dev/null | sed 's/.*: //; s/[^0-9].*//')
[ -n "$cpu" ] || { echo "quality: skipped: no taskset, which binds to one core" && exit 77; }
case $2 in
loaded)
    for i in 1 2 3; do
        taskset -c "$cpu" sh -c 'while :; do :; done' &
        spinners="$spinners $!"
    done
    taskset -c "$cpu" "$rxt" study mandelbrot n=300 --size small --rounds 1 --out s >out 2>err || wrong "$(cat err)"
    tr -s ' \n' ' ' <out | grep -q 'quality disturbed: in [1-9][0-9]* of [1-9][0-9]* launches threads had less than 95 % of a core' ||
        wrong "the first screen: $(sed 12q out)"
    marked s
    ;;
quota)
    make_group || { echo "quality: skipped: a control group with a quota takes root, and its tree mounted" && exit 77; }
    (
        sh -c 'echo $PPID' >"$group/cgroup.procs" || exit 1
        taskset -c "$cpu" "$rxt" run mandelbrot n=300 --reps 1 --layout 1x1 >run 2>&1
        taskset -c "$cpu" "$rxt" study mandelbrot n=300 --size small --rounds 1 --out s >out 2>err
    ) || wrong "$(cat err)"
    grep -q 'disturbed: .* a CPU quota leaves 0.1 CPUs' run || wrong "rxt run: $(cat run)"
    tr -s ' \n' ' ' <out | grep -q 'quality disturbed: .*a CPU quota stopped [1-9][0-9]* of [1-9][0-9]* launches' ||
        wrong "the first screen: $(sed 12q out)"
    marked s
    ;;
*) echo "quality: loaded or quota?" && exit 2 ;;
esac
[ $failed = 0 ] && echo "$2: told"
