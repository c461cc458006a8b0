# SPDX-License-Identifier: BSD-3-Clause
# processes.sh - what tests ask of processes: which of a name still run, and whether all of them end.
#
# One that was killed is a zombie until its parent asks for its status: it runs no more, yet kill -0 and pgrep find it. Where
# nobody is left but process 1, that may take seconds, and says nothing of who was to end it.
lives() { [ -r "/proc/$1/stat" ] && ! grep -q ') [ZX] ' "/proc/$1/stat" 2>/dev/null; }
living() { # living PGREP-ARGUMENTS...: those that pgrep finds and that run
    for found in $(pgrep "$@"); do ! lives "$found" || echo "$found"; done
}
gone() { # gone PGREP-ARGUMENTS...: within 20 s none runs, which is longer than a signal takes to arrive on a busy machine
    for _ in $(seq 200); do
        [ -n "$(living "$@")" ] || return 0
        sleep 0.1
    done
    for found in $(living "$@"); do ps -o pid=,stat=,args= -p "$found"; done
    return 1
}
comes() { # comes PGREP-ARGUMENTS...: within a minute one runs
    for _ in $(seq 600); do
        [ -z "$(living "$@")" ] || return 0
        sleep 0.1
    done
    return 1
}
