# SPDX-License-Identifier: BSD-3-Clause
# parts.sh - what the scripts of pretended clusters share: daemons by process id in $D/pid, and their end.

. "$here/../processes.sh"
skip() { echo "skipped: $*" >&2; exit 77; }
fail() { echo "$(basename "$0"): $*" >&2; sh "$0" down "$D"; exit 1; }
need_root() {
    [ "$(id -u)" = 0 ] || skip "only root can make host names and networks of its own"
    unshare --uts --mount true 2>/dev/null || skip "this machine allows no namespaces"
}

start() { # start NAME COMMAND...: a daemon in a session of its own
    name=$1
    shift
    setsid "$@" >"$D/log/$name.out" 2>&1 </dev/null &
    echo $! >"$D/pid/$name"
}

await() { # await SECONDS WHAT COMMAND...
    until_s=$(($(date +%s) + $1)) what=$2
    shift 2
    until "$@"; do
        [ "$(date +%s)" -lt "$until_s" ] || fail "$what did not come up; see $D/log"
        sleep 0.1
    done
}

end() { # end PID...: SIGTERM, after 5 s SIGKILL
    kill -TERM "$@" 2>/dev/null
    for _ in $(seq 50); do
        left=""
        for p in "$@"; do lives "$p" && left="$left $p"; done
        [ -n "$left" ] || return 0
        sleep 0.1
    done
    kill -KILL $left 2>/dev/null
}

end_started() {
    pids=$(cat "$D"/pid/* 2>/dev/null)
    [ -z "$pids" ] || end $pids
}

# Everything that runs in these namespaces, "uts:[4026532...]", whoever its parent is now.
end_in_spaces() { # end_in_spaces KIND NAMESPACE...
    kind=$1
    shift
    [ $# -gt 0 ] || return 0
    pids=""
    for link in /proc/[0-9]*/ns/$kind; do
        space=$(readlink "$link" 2>/dev/null) || continue
        case " $* " in *" $space "*)
            p=${link#/proc/}
            pids="$pids ${p%%/*}"
            ;;
        esac
    done
    [ -z "$pids" ] || end $pids
}
