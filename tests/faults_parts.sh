# SPDX-License-Identifier: BSD-3-Clause
# faults_parts.sh - what the scripts that inject faults share: a study in the background, its ranks, what is left of it.
#
# $T is a folder of the script's own; $T/rxt-under-test the program under a name of its own, to find its processes by.
# Its ranks keep that name, and are $T/rxt-rank.

passed=0 failed=0 skipped=0
fault() { # fault NAME: what follows is about it
    name=$1 problem="" begin=$(date +%s%N)
}
expect() { # expect WHAT COMMAND...
    what=$1
    shift
    [ -n "$problem" ] || "$@" >/dev/null 2>&1 || problem=$what
}
took() { echo "$((($(date +%s%N) - begin) / 1000000))" | awk '{ printf "%.1f s", $1 / 1000 }'; }
verdict() { # verdict SEEN: one line, of which docs/faults.md is made
    [ -n "$problem" ] || still=$(nothing_left) || problem="no process is left: $(echo "$still" | head -2)"
    expect "no folder of a launch is left" no_folder_left
    if [ -z "$problem" ]; then
        passed=$((passed + 1))
        echo "passed $name: $(took), $(samples) samples kept; $1"
    else
        failed=$((failed + 1))
        echo "FAILED $name: not so: $problem"
    fi
}
missing() { # missing WHY
    skipped=$((skipped + 1))
    echo "skipped $name: $1"
}
closing() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ $failed = 0 ]
}

study() { # study ARGUMENTS...: in the background, its process in $driver
    "$T/rxt-under-test" study "$@" --out "$T/s" >"$T/out" 2>"$T/err" </dev/null &
    driver=$!
}
finish() { # wait for it; its exit status in $rc
    wait "$driver" 2>/dev/null
    rc=$?
}
ranks() { # the processes of the launch that runs now, of layout $1
    for p in $(pgrep -f "rxt-under-test run .*--layout ${1:-}"); do
        [ "$(readlink "/proc/$p/exe")" != "$T/rxt-rank" ] || echo "$p"
    done
}
await_ranks() { # await_ranks LAYOUT N: until so many run, and a moment more, so that they are past MPI_Init
    for _ in $(seq 300); do
        [ "$(ranks "$1" | wc -l)" -ge "$2" ] && sleep 0.7 && [ "$(ranks "$1" | wc -l)" -ge "$2" ] && return 0
        sleep 0.02
    done
    return 1
}
nothing_left() { gone -f "$T/rxt-under-test"; }
no_folder_left() { [ -z "$(find "$T/tmp" -name 'rxt-launch.*' 2>/dev/null)" ]; } # where $T/tmp is the temporary folder
samples() { grep -c '"rxt-sample/1"' "${1:-$T/s/journal.jsonl}" 2>/dev/null || true; }
said() { grep -q -e "$1" "$T/err" "$T/out" "$T/s/report.md" 2>/dev/null; }
seen() { grep -h -o -e "$1" "$T/err" "$T/s/report.md" 2>/dev/null | head -1; }
