#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# slurm.sh up|down DIR [NODES], node DIR NAME - a Slurm cluster of pretended nodes on loopback, and its end.
#
#   sh tests/cluster/slurm.sh up /tmp/c && . /tmp/c/env && srun -N4 -n8 hostname; sh tests/cluster/slurm.sh down /tmp/c
#
# munged, slurmctld and a slurmd a node run from DIR (a short path: unix sockets end at 108 bytes). Every node has a
# host name and a /dev/shm of its own, since Open MPI names its shared files by host and would mix the nodes up.
# node starts a node again that lost its power. Root alone can make such nodes: else status 77.
# SLURM_CPUS (2): cores a node. SLURM_PORT: the first of its ports; else one
# that follows from the process id, so that two clusters do not meet. SLURMD_TIMEOUT (60): s until a silent node is lost.
set -u
here=$(dirname "$0")
. "$here/parts.sh"
[ $# -ge 2 ] || { echo "usage: slurm.sh up|down DIR [NODES]" >&2; exit 2; }
act=$1 D=$2 nodes=${3:-4} cpus=${SLURM_CPUS:-2} port=${SLURM_PORT:-$((17000 + $$ % 700 * 20))}
export SLURM_CONF=$D/slurm.conf
PATH=$PATH:/usr/sbin:/sbin

write_config() {
    host=$(hostname -s)
    cat >"$D/slurm.conf" <<END
ClusterName=rxt
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$D/munge/sock
CredType=cred/munge
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool/%n
# A folder a node: with one for all, the PMIx plugins of two nodes make the same one, and srun fails.
TmpFS=$D/tmp/%n
SlurmctldPidFile=$D/slurmctld.pid
SlurmdPidFile=$D/slurmd-%n.pid
SlurmctldLogFile=$D/log/slurmctld.log
SlurmdLogFile=$D/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SwitchType=switch/none
MpiDefault=pmix
ReturnToService=2
# Tests ask for the records of jobs that ended a while ago.
MinJobAge=3600
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,bf_interval=2,sched_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
JobAcctGatherType=jobacct_gather/linux
JobCompType=jobcomp/filetxt
JobCompLoc=$D/log/jobcomp.txt
AccountingStorageType=accounting_storage/none
# Without it a step whose ranks died on one node waits for ever.
KillOnBadExit=1
# Below the number of nodes: else PMIx fences of srun are no barriers, and MPI_Init crashes now and then.
TreeWidth=2
MessageTimeout=30
KillWait=5
SlurmdTimeout=${SLURMD_TIMEOUT:-60}
SlurmctldTimeout=30
NodeName=tn[1-$nodes] NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=$cpus Sockets=1 CoresPerSocket=$cpus ThreadsPerCore=1 RealMemory=2000 State=UNKNOWN
PartitionName=main Nodes=tn[1-$nodes] Default=YES MaxTime=60 DefaultTime=5 State=UP
END
}

write_env() {
    cat >"$D/env" <<END
export SLURM_CONF=$D/slurm.conf
export OMPI_MCA_btl_tcp_if_include=lo OMPI_MCA_oob_tcp_if_include=lo OMPI_MCA_mpi_yield_when_idle=1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
END
}

start_node() { # start_node NAME
    mkdir -p "$D/tmp/$1" "$D/spool/$1"
    start "slurmd-$1" unshare --uts --mount sh -c "hostname $1; mount --bind $D/hosts /etc/hosts
        mount -t tmpfs tmpfs /dev/shm; exec slurmd -D -N $1"
}

up() {
    for program in munged slurmctld slurmd srun scontrol sinfo unshare; do
        command -v $program >/dev/null 2>&1 || skip "no $program here (Debian: slurmctld slurmd slurm-client munge)"
    done
    need_root
    [ ${#D} -le 60 ] || fail "the path $D is too long for the sockets in it: 60 bytes at most"
    mkdir -p "$D/log" "$D/state" "$D/munge" "$D/pid" "$D/spool" "$D/tmp" && chmod 711 "$D" "$D/munge"
    dd if=/dev/urandom of="$D/munge/key" bs=1024 count=1 2>/dev/null && chmod 600 "$D/munge/key"
    { echo "127.0.0.1 localhost $(hostname -s)" && seq -f "127.0.0.1 tn%g" "$nodes"; } >"$D/hosts"
    write_config
    write_env
    start munged munged --foreground --socket="$D/munge/sock" --key-file="$D/munge/key" \
        --log-file="$D/log/munged.log" --pid-file="$D/munge/pid" --seed-file="$D/munge/seed"
    await 10 "munged" test -S "$D/munge/sock"
    start slurmctld slurmctld -D
    for i in $(seq "$nodes"); do start_node "tn$i"; done
    await 60 "$nodes idle nodes" idle
}
idle() { [ "$(timeout 5 sinfo -h -t idle -o %D 2>/dev/null)" = "$nodes" ]; }

down() {
    spaces=$(for i in "$D"/pid/slurmd-*; do readlink "/proc/$(cat "$i")/ns/uts"; done 2>/dev/null | sort -u)
    timeout 10 scontrol shutdown 2>/dev/null
    end_started
    end_in_spaces uts $spaces
    for m in $(awk -v d="$D/" 'index($2, d) == 1 { print $2 }' /proc/mounts); do umount "$m" 2>/dev/null; done
    rm -rf "$D/munge" "$D/pid" "$D/spool" "$D/state" "$D/tmp"
}

case $act in
up) up ;;
down) down ;;
node) start_node "$3" ;;
*) echo "slurm.sh: '$act' must be up or down" >&2; exit 2 ;;
esac
