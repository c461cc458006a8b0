#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# faults.sh RXT - faults on one machine, injected into a running study: what the user sees, how long it takes, what is kept.
# The rows of docs/faults.md are these tests, and those of tests/cluster/faults_*.sh.
. "$(dirname "$0")/processes.sh"
. "$(dirname "$0")/faults_parts.sh"
T=$(mktemp -d) && trap 'umount "$T/disk" 2>/dev/null; rm -rf "$T"' EXIT
cp "$1" "$T/rxt-under-test"
cp "$(dirname "$(readlink -f "$1")")/rxt-rank" "$T/rxt-rank"
mkdir "$T/tmp" && export TMPDIR="$T/tmp"
export RXT_TRIES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
case $("$1" --version) in *"MPI no"*) echo "faults: skipped: this build has no MPI"; exit 77 ;; esac
long="square n=120 grain=1 sleep_us=10000 --size small --layouts 2x1 --oversubscribe --reps 2 --seed 3" # --seed 3: the plain line is not the first. It sleeps, so that a loaded machine is no slower

fault "a rank dies of SIGSEGV in mid-launch"
study $long --rounds 2
expect "two ranks came up" await_ranks 2x1 2
kill -SEGV "$(ranks 2x1 | tail -n 1)"
finish
expect "the study ends with status 3: the layout was asked for" test "$rc" = 3
expect "later rounds gave samples of 2x1" grep -q '"rxt-sample/1".*"layout":"2x1"' "$T/s/journal.jsonl"
expect "the report names signal 11" said "ignal 11\|egmentation fault"
verdict "$(seen 'ended by signal 11 ([^)]*)')"
rm -rf "$T/s"

fault "a rank hangs, the others wait in a collective call"
study $long --rounds 2 --timeout 8s
expect "two ranks came up" await_ranks 2x1 2
kill -STOP "$(ranks 2x1 | tail -n 1)"
finish
expect "the study ends with status 3: the layout was asked for" test "$rc" = 3
expect "the report says that it did not answer" said "without an answer"
expect "later rounds gave samples of 2x1" grep -q '"rxt-sample/1".*"layout":"2x1"' "$T/s/journal.jsonl"
verdict "$(seen 'ended after [^|:]*')"
rm -rf "$T/s"

fault "the driver is killed with SIGKILL"
study $long --rounds 6
expect "two ranks came up" await_ranks 2x1 2
before=$(samples)
kill -KILL "$driver"
finish
expect "no process is left" nothing_left
expect "no finished sample is lost" test "$(samples)" -ge "$before"
study $long --rounds 2 --resume
finish
expect "it goes on with --resume" test "$rc" = 0
verdict "nothing; given again with --resume, it goes on"
rm -rf "$T/s"

stopped() { # stopped SIGNAL: what holds of a study that was told to stop
    expect "status 130" test "$rc" = 130
    expect "it says by what" said "stopped by $1; every finished sample is kept"
    expect "it says how to go on" said "resume"
    expect "the report is there" test -s "$T/s/report.md"
    verdict "$(seen 'stopped[^;]*; every finished sample is kept')"
    rm -rf "$T/s"
}
fault "the driver gets SIGTERM"
study $long --rounds 6
expect "two ranks came up" await_ranks 2x1 2
kill -TERM "$driver"
finish
stopped SIGTERM

fault "the user presses Ctrl-C in a terminal"
if ! command -v script >/dev/null 2>&1; then
    missing "no script here (Debian: bsdutils)"
elif ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    missing "no pseudo-terminal"
else
    mkfifo "$T/keys"
    env --default-signal=INT script -qec "$T/rxt-under-test study $long --rounds 6 --out $T/s" "$T/out" <"$T/keys" >"$T/err" 2>&1 &
    driver=$!
    exec 3>"$T/keys"
    expect "two ranks came up" await_ranks 2x1 2
    printf '\003' >&3
    finish
    exec 3>&-
    stopped SIGINT
fi

fault "two studies write to one folder"
study $long --rounds 6
expect "a rank came up" await_ranks "" 1
"$T/rxt-under-test" study $long --rounds 1 --resume --out "$T/s" >"$T/second" 2>&1
expect "the second is refused with status 2" test $? = 2
expect "it says why" grep -q "another study is writing" "$T/second"
kill -KILL "$driver"
finish
expect "no process is left" nothing_left
study $long --rounds 1 --resume
finish
expect "the lock ended with its process" test "$rc" = 0
verdict "$(grep -o 'another study is writing[^:]*' "$T/second" | sed "s|$T|DIR|")"
rm -rf "$T/s"

fault "the terminal of a study under nohup is closed"
trap '' HUP # as nohup does; the study inherits it
study $long --rounds 2
trap - HUP
expect "two ranks came up" await_ranks 2x1 2
kill -HUP "$driver"
finish
expect "the study ends with status 0" test "$rc" = 0
expect "it measured both rounds" test "$(grep -c '"kernel":"square".*"round":1' "$T/s/journal.jsonl")" -ge 1
verdict "nothing"
rm -rf "$T/s"

taken() { # taken HOW COMMAND...: the journal, from a study that runs
    fault "the journal of a running study is $1"
    shift
    study $long --rounds 60
    expect "a first sample came" await_samples 2
    "$@"
    finish
    expect "status 3" test "$rc" = 3
    expect "it says so" said "is no longer this study's"
    expect "what was measured stands elsewhere" test "$(samples "$T/s-kept/journal.jsonl")" -ge 2
    expect "and is a study" "$T/rxt-under-test" report "$T/s-kept"
    told=$(seen "is no longer this study's[^;]*; what was measured is kept in")
    rm -rf "$T/s" && mv "$T/s-kept" "$T/s"
    verdict "$told"
    rm -rf "$T/s" "$T/moved"
}
await_samples() { # await_samples N: until the journal has so many
    for _ in $(seq 600); do
        [ "$(samples)" -ge "$1" ] 2>/dev/null && return 0
        sleep 0.05
    done
    return 1
}
taken "renamed with its folder" mv "$T/s" "$T/moved"
taken "removed with its folder" rm -rf "$T/s"
taken "truncated" truncate -s 100 "$T/s/journal.jsonl"
taken "replaced" cp --remove-destination /dev/null "$T/s/journal.jsonl"

fault "the disk under the journal is full"
if [ "$(id -u)" != 0 ] || ! { mkdir "$T/disk" && mount -t tmpfs -o size=32k tmpfs "$T/disk" 2>/dev/null; }; then
    missing "only root can mount a small disk"
else
    ln -s "$T/disk/s" "$T/s"
    mkdir "$T/disk/s"
    study square n=1000 --size small --reps 1 --layouts 1x1 --rounds 200
    finish
    expect "status 3" test "$rc" = 3
    expect "it says so" said "No space left"
    told=$(seen 'cannot be written: No space left on device; what was measured before is kept')
    whole=$(samples)
    mount -o remount,size=1m "$T/disk"
    study square n=1000 --size small --reps 1 --layouts 1x1 --rounds 3 --resume
    finish
    expect "with room again it goes on" test "$rc" = 0
    expect "no finished sample is lost" test "$(samples)" -ge "$whole"
    verdict "$told"
    rm -f "$T/s"
fi
closing
