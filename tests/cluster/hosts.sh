#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# hosts.sh up|down DIR [N] - N pretended hosts h1 .. hN on one machine, each with its own network, host name, /dev/shm.
#
#   sh tests/cluster/hosts.sh up /tmp/h 4 && /tmp/h/on h1 mpirun -n 8 ./program; sh tests/cluster/hosts.sh down /tmp/h
#
# DIR/on HOST COMMAND... runs a command there, with the environment by which Open MPI and MPICH find the other hosts
# (DIR/agent stands for ssh). DELAY_US and RATE_MBIT shape the links: by the kernel's netem or tbf, and a delay where
# the kernel has no netem by a switch of our own (delayed_switch.c, built with cc). SLOTS (2): of the hostfile, a host.
# PIN=yes gives each host one core of this machine, in turn. Root alone can make hosts: else status 77.
set -u
here=$(dirname "$0")
. "$here/parts.sh"
[ $# -ge 2 ] || { echo "usage: hosts.sh up|down DIR [N]" >&2; exit 2; }
act=$1 D=$2 hosts=${3:-4} slots=${SLOTS:-2} delay=${DELAY_US:-0} rate=${RATE_MBIT:-0}
PATH=$PATH:/usr/sbin:/sbin

in_host() { # in_host HOST COMMAND...
    host=$1
    shift
    nsenter -t "$(cat "$D/pid/$host")" --net --uts --mount --ipc -- "$@"
}

write_scripts() {
    cat >"$D/on" <<END
#!/bin/sh
host=\$1
shift
export TMPDIR=$D/tmp/\$host
export OMPI_MCA_plm_rsh_agent=$D/agent OMPI_MCA_orte_default_hostfile=$D/hostfile OMPI_MCA_mpi_yield_when_idle=1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export HYDRA_LAUNCHER=ssh HYDRA_LAUNCHER_EXEC=$D/agent HYDRA_HOST_FILE=$D/hostfile.mpich RXT_HOSTFILE=
pin=\$(cat $D/pin/\$host 2>/dev/null)
exec nsenter -t "\$(cat $D/pid/\$host)" --net --uts --mount --ipc --wd="\$PWD" -- \${pin:+taskset -c \$pin} "\$@"
END
    cat >"$D/agent" <<END
#!/bin/sh
# HOST COMMAND..., as ssh is called by launchers: one string for a shell.
[ "\$1" != -x ] || shift
host=\$1
shift
exec $D/on "\$host" sh -c "\$*"
END
    chmod +x "$D/on" "$D/agent"
    seq -f "h%g slots=$slots" "$hosts" >"$D/hostfile"
    seq -f "h%g:$slots" "$hosts" >"$D/hostfile.mpich"
    { echo "127.0.0.1 localhost" && for i in $(seq "$hosts"); do echo "10.77.0.$i h$i"; done; } >"$D/hosts"
}

# The process that holds a host's namespaces; its id is the host's handle.
hold() { # hold NAME
    start "$1" unshare --net --uts --mount --ipc sh -c "hostname $1; mount --bind $D/hosts /etc/hosts
        mount -t tmpfs tmpfs /dev/shm; ip link set lo up; echo up >$D/log/$1.up; exec sleep 1000000"
    await 10 "host $1" test -s "$D/log/$1.up"
}

shape() { # shape: the link of every host, as far as the kernel can
    for i in $(seq "$hosts"); do
        if [ "$rate" != 0 ]; then
            in_host "h$i" tc qdisc add dev eth0 root handle 1: tbf rate "${rate}mbit" burst 64kb latency 50ms || fail "no tbf here"
        fi
        [ "$1" = netem ] || continue
        in_host "h$i" tc qdisc add dev eth0 $([ "$rate" = 0 ] && echo root || echo "parent 1:1") netem delay "${delay}us" || fail "netem"
    done
}

# One bridge, or the delaying switch, joins the hosts; it lives in a namespace of its own.
join() {
    how=bridge
    if [ "$delay" != 0 ]; then
        how=netem
        in_host switch tc qdisc add dev lo root netem delay 1us 2>/dev/null || how=switch
    fi
    ports=""
    for i in $(seq "$hosts"); do
        in_host switch ip link add "p$i" type veth peer name eth0 netns "$(cat "$D/pid/h$i")" || fail "no veth here"
        in_host "h$i" ip link set eth0 address "02:00:00:00:00:$(printf %02x "$i")"
        in_host "h$i" ip addr add "10.77.0.$i/24" dev eth0
        in_host "h$i" ip link set eth0 up
        in_host switch ip link set "p$i" up
        ports="$ports p$i"
    done
    if [ $how = switch ]; then
        ${CC:-cc} -O2 -D_GNU_SOURCE -o "$D/delayed_switch" "$here/delayed_switch.c" || fail "delayed_switch.c does not build"
        start delay nsenter -t "$(cat "$D/pid/switch")" --net -- "$D/delayed_switch" "$delay" $ports
    else
        in_host switch ip link add br0 type bridge
        in_host switch ip link set br0 up
        for port in $ports; do in_host switch ip link set "$port" master br0; done
    fi
    shape $how
    echo "$how" >"$D/how"
}

up() {
    for program in ip tc nsenter unshare; do
        command -v $program >/dev/null 2>&1 || skip "no $program here (Debian: iproute2 util-linux)"
    done
    need_root
    unshare --net ip link add t0 type veth peer name t1 2>/dev/null || skip "this machine allows no virtual networks"
    mkdir -p "$D/log" "$D/pid"
    for i in $(seq "$hosts"); do mkdir -p "$D/tmp/h$i"; done
    if [ "${PIN:-no}" = yes ]; then
        mkdir -p "$D/pin"
        for i in $(seq "$hosts"); do echo $(((i - 1) % $(nproc))) >"$D/pin/h$i"; done
    fi
    write_scripts
    hold switch
    for i in $(seq "$hosts"); do hold "h$i"; done
    join
    await 10 "the network" answers
}
# An address that answers has its neighbour entry made.
answers() {
    for i in $(seq 2 "$hosts"); do
        in_host h1 bash -c "exec 3<>/dev/tcp/10.77.0.$i/9" 2>&1 | grep -q refused || return 1
    done
}

down() {
    spaces=$(for i in "$D"/pid/*; do readlink "/proc/$(cat "$i")/ns/net"; done 2>/dev/null | sort -u |
        grep -vxF "$(readlink /proc/self/ns/net)")
    end_in_spaces net $spaces
    end_started
    rm -rf "$D/pid" "$D/pin" "$D/tmp" "$D/delayed_switch"
}

case $act in
up) up ;;
down) down ;;
*) echo "hosts.sh: '$act' must be up or down" >&2; exit 2 ;;
esac
