#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# faults_slurm.sh RXT - faults of batch jobs, in the pretended cluster: cancelled, out of time, a rank that dies, a node that is
# lost under a job and its requeue. After each the same job goes on where it stopped.
here=$(dirname "$0")
rxt=$(realpath "$1")
T=$(mktemp -d /tmp/rxt.XXXXXX)
D=$T/c
chmod 711 "$T"
. "$here/../processes.sh"
. "$here/../faults_parts.sh"
export RXT_TRIES=1
SLURMD_TIMEOUT=8 sh "$here/slurm.sh" up "$D" 3 || { rc=$?; rm -rf "$T"; exit $rc; }
trap 'sh "$here/slurm.sh" down "$D"; rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
. "$D/env"
cp "$rxt" "$T/rxt-under-test"
cp "$(dirname "$(readlink -f "$rxt")")/rxt-rank" "$T/rxt-rank"
submit() { # submit "SBATCH OPTIONS" WORDS...: the script that rxt job writes, with another program and time
    options=$1
    shift
    (cd "$T" && "$T/rxt-under-test" job matrix "$@" --size small --rounds 3 --out results/rxt-matrix >job.sh &&
        RXT=$T/rxt-under-test sbatch --parsable $options job.sh) >"$T/id"
    id=$(cat "$T/id") s=$T/results/rxt-matrix
}
state() { scontrol -o show job "$id" | grep -o 'JobState=[A-Z_]*' | cut -d= -f2; }
await_state() { # await_state SECONDS STATE
    for _ in $(seq $(($1 * 5))); do
        [ "$(state)" != "$2" ] || return 0
        sleep 0.2
    done
    return 1
}
begins_again() { # Slurm makes a requeued job wait two minutes, counted anew when the last of its nodes is free of it
    for _ in $(seq 300); do
        [ "$(state)" = PENDING ] || return 0
        scontrol update jobid="$id" StartTime=now
        sleep 0.2
    done
    return 1
}
await_samples() { # await_samples N
    for _ in $(seq 300); do
        [ "$(samples "$s/journal.jsonl")" -ge "$1" ] 2>/dev/null && return 0
        sleep 0.2
    done
    return 1
}
said() { grep -q -e "$1" "$T"/slurm-*.out "$s/report.md" 2>/dev/null; }
seen() { grep -h -o -e "$1" "$T"/slurm-*.out "$s/report.md" 2>/dev/null | head -1; }
doing() { # what the job does, in words: its state, and the last line that it printed
    echo "$(state); $(tail -q -n 1 "$T"/slurm-*.out 2>/dev/null | tail -n 1)"
}
finished() { # finished BEFORE: the job completed, and no sample that was there is gone
    await_state 240 COMPLETED || expect "the job completes: $(doing)" false
    expect "no finished sample is lost" test "$(samples "$s/journal.jsonl")" -ge "$1"
}
samples() { grep -c '"rxt-sample/1"' "${1:-$s/journal.jsonl}" 2>/dev/null || echo 0; }
work="square n=120 grain=1 sleep_us=10000"

fault "scancel"
submit "-N1" $work
expect "samples come" await_samples 3
before=$(samples)
scancel "$id"
expect "the job is cancelled" await_state 30 CANCELLED
expect "no process is left" nothing_left
submit "-N1" $work
finished "$before"
expect "rounds are whole: each layout three times" test "$(grep -c '"layout":"1x2"' "$s/journal.jsonl")" -ge 3
verdict "$(seen 'stopped by [^;]*; every finished sample is kept')"
rm -rf "$T/results" "$T"/slurm-*.out

fault "the time limit of the job"
submit "-N1 -t 1" square n=200 grain=1 sleep_us=10000
expect "the job ends by itself before its limit" await_state 90 COMPLETED
expect "the report is there" test -s "$s/report.md"
verdict "$(seen 'the time of job [0-9]* is nearly over[^:;]*')"
rm -rf "$T/results" "$T"/slurm-*.out

fault "a rank of a batch job dies of SIGSEGV"
submit "-N2 --ntasks-per-node=2" $work --rounds 3
expect "ranks came up" await_ranks 2:2x1 2
kill -SEGV "$(ranks 2:2x1 | tail -n 1)"
finished 1
expect "the report names the signal" said "ignal 11\|egmentation fault"
verdict "$(seen 'ended by signal 11[^|]\{0,30\}\|exit status [0-9]*[^|]\{0,60\}')"
rm -rf "$T/results" "$T"/slurm-*.out

fault "a node of a job loses its power, and the job is requeued"
submit "-N2 --ntasks-per-node=2 --requeue" $work
expect "samples come" await_samples 2
before=$(samples)
lost=$(scontrol show hostnames "$(squeue -h -j "$id" -o %N)" | head -n 1) # where the batch script runs
space=$(readlink "/proc/$(cat "$D/pid/slurmd-$lost")/ns/uts")
for link in /proc/[0-9]*/ns/uts; do
    [ "$(readlink "$link" 2>/dev/null)" != "$space" ] || { p=${link#/proc/}; kill -KILL "${p%%/*}" 2>/dev/null; }
done
expect "the job waits again" await_state 60 PENDING
sh "$here/slurm.sh" node "$D" "$lost"
expect "it runs again" begins_again
finished "$before"
expect "it was started twice" sh -c "scontrol -o show job $id | grep -q 'Restarts=1'"
verdict "the job is requeued by Slurm and goes on by itself"
closing
