# A CPU quota of 0.5 and 300 MiB in groups of our own; root alone may make them.
[ "$(nproc)" -ge 2 ] || { echo needs 2 cores; exit 77; }
group=rxt_test_$$
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    all=/sys/fs/cgroup/$group
    mkdir "$all" 2>/dev/null && echo "50000 100000" 2>/dev/null >"$all/cpu.max" && echo 314572800 2>/dev/null >"$all/memory.max"
else
    all="/sys/fs/cgroup/cpu/$group /sys/fs/cgroup/memory/$group"
    mkdir $all 2>/dev/null && echo 50000 >"/sys/fs/cgroup/cpu/$group/cpu.cfs_quota_us" && echo 314572800 >"/sys/fs/cgroup/memory/$group/memory.limit_in_bytes"
fi || { rmdir $all 2>/dev/null; echo needs cgroups of its own; exit 77; }
trap 'rmdir $all' EXIT
inside() { for g in $all; do echo 0 >"$g/cgroup.procs"; done; "$@"; }
(inside rxt topo | grep -o "the time of 0.5 CPUs\|of which the cgroup allows 300 MiB")
(inside rxt topo --json | grep -o '"memory_limit_bytes.*\|"quota_cpus.*')
(inside rxt run pi n=100000 --reps 1 | grep -o "^pi *1x1")
(inside rxt run pi n=100000 --reps 1 --layout 1x2 2>&1 | grep -o "rxt: warning: layout 1x2 has more threads a node than the CPU quota")
(inside rxt study pi n=100000 --rounds 1 --out "$T/free" >/dev/null 2>&1; head -n 1 "$T/free/journal.jsonl" | grep -o '"layouts":[^]]*]')
(inside rxt study pi n=100000 --rounds 1 --layouts 1x1,1x2 --out "$T/asked" >/dev/null 2>&1; grep -c "layout 1x2 has more threads a node than the CPU quota" "$T/asked/report.md")
