/* SPDX-License-Identifier: BSD-3-Clause
 * delayed_switch.c - a switch that holds every frame for a while: delayed_switch MICROSECONDS PORT PORT ...
 *
 * For test networks on kernels without netem. A port is an interface, the far end of which has the address
 * 02:00:00:00:00:<its number from 1>, so nothing is learned. Frames pass with their offload header
 * (PACKET_VNET_HDR): unfinished checksums and large segments stay the kernel's business.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PORTS = 64, HEADER_BYTES = 10, FRAME_BYTES = 70000 };

struct frame {
    struct frame *next;
    double due_s;
    int from;
    size_t n_bytes;
    unsigned char bytes[]; /* the offload header, then the frame */
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int open_port(const char *name)
{
    const int yes = 1;
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex(name)};
    const int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL));
    if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof yes) != 0 ||
        setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes) != 0 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fprintf(stderr, "delayed_switch: port %s: %s\n", name, strerror(errno));
        exit(3);
    }
    return fd;
}

static struct frame *take(int fd, int from, double due_s)
{
    static unsigned char bytes[FRAME_BYTES];
    const ssize_t n = recv(fd, bytes, sizeof bytes, 0);
    if (n < HEADER_BYTES + ETHER_HDR_LEN) {
        return NULL;
    }
    struct frame *frame = malloc(sizeof *frame + (size_t)n);
    if (frame) {
        frame->next = NULL;
        frame->due_s = due_s;
        frame->from = from;
        frame->n_bytes = (size_t)n;
        memcpy(frame->bytes, bytes, (size_t)n);
    }
    return frame;
}

static void deliver(const struct frame *frame, const int *fd, int n_ports)
{
    const unsigned char *to = frame->bytes + HEADER_BYTES;
    const int port = to[0] == 2 ? to[5] - 1 : -1;
    for (int p = 0; p < n_ports; p++) {
        if (p != frame->from && (port < 0 || p == port) && send(fd[p], frame->bytes, frame->n_bytes, 0) < 0 &&
            errno != ENOBUFS) {
            fprintf(stderr, "delayed_switch: port %d: %s\n", p + 1, strerror(errno));
        }
    }
}

int main(int argc, char **argv)
{
    int fd[MAX_PORTS], n_ports = 0;
    struct pollfd polls[MAX_PORTS];
    struct frame *first = NULL, **end = &first;
    const double delay_s = argc > 1 ? 1e-6 * strtod(argv[1], NULL) : 0.0;
    for (int i = 2; i < argc && n_ports < MAX_PORTS; i++) {
        fd[n_ports] = open_port(argv[i]);
        polls[n_ports] = (struct pollfd){.fd = fd[n_ports], .events = POLLIN};
        n_ports++;
    }
    for (;;) {
        const double wait_s = first ? first->due_s - now_s() : 1.0;
        const struct timespec wait = {0, wait_s > 0.0 ? (long)(wait_s < 0.9 ? 1e9 * wait_s : 9e8) : 0};
        ppoll(polls, (nfds_t)n_ports, &wait, NULL);
        for (int p = 0; p < n_ports; p++) {
            struct frame *frame = polls[p].revents ? take(fd[p], p, now_s() + delay_s) : NULL;
            if (frame) {
                *end = frame;
                end = &frame->next;
            }
        }
        while (first && first->due_s <= now_s()) {
            struct frame *frame = first;
            deliver(frame, fd, n_ports);
            first = frame->next;
            end = first ? end : &first;
            free(frame);
        }
    }
}
