/* SPDX-License-Identifier: BSD-3-Clause
 * kit_room.c - rooms for partial results, which end at a page that nobody may touch.
 *
 * Behind a partial result stands the next chunk's: a body that writes too far damages it without a word. Here it meets the
 * guard, or, before its room, bytes that are looked at when it has ended.
 */
#include "kit_watch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, GUARD = 64 * 1024, CANARY = 0xc5 };

static struct kit_watch *listener; /* of this process, for the handler */

void kit_rooms_fit(struct kit_watch *watch)
{
    const size_t n_bytes = (watch->spec.n_partial_bytes + PAGE - 1) / PAGE * PAGE;
    for (int w = 0; w < watch->plan->threads; w++) {
        struct kit_room *room = &watch->rooms[w];
        if (room->n_bytes >= n_bytes) {
            continue;
        }
        if (room->pages) {
            munmap(room->pages - GUARD, room->n_bytes + 2 * GUARD);
        }
        char *all = mmap(NULL, n_bytes + 2 * GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        *room = (struct kit_room){NULL, 0};
        if (all != MAP_FAILED && mprotect(all + GUARD, n_bytes, PROT_READ | PROT_WRITE) == 0) {
            *room = (struct kit_room){all + GUARD, n_bytes};
        }
    }
}

void *kit_room_enter(struct kit_watch *watch, const struct rxt_chunk *chunk)
{
    const struct kit_room *room = &watch->rooms[chunk->worker];
    if (!room->pages) {
        return chunk->partial;
    }
    char *partial = room->pages + room->n_bytes - watch->spec.n_partial_bytes;
    memset(room->pages, CANARY, room->n_bytes - watch->spec.n_partial_bytes);
    memset(partial, watch->plan->poison, watch->spec.n_partial_bytes);
    return partial;
}

/* The first sentence counts: what follows may come of it. */
static void tell(struct kit_seen *seen, const struct kit_at *at, const char *where, size_t n_bytes)
{
    if (!seen->fault[0]) {
        snprintf(
            seen->fault, sizeof seen->fault,
            "the body of chunk %zu (items %zu to %zu) wrote %s its partial result of %zu bytes: what stands "
            "there is another chunk's; write no more than n_partial_bytes of the loop, or make it larger",
            at->chunk, at->first, at->last - 1, where, n_bytes);
    }
}

void kit_room_leave(struct kit_watch *watch, const struct rxt_chunk *chunk, const void *partial)
{
    const struct kit_room *room = &watch->rooms[chunk->worker];
    if (partial == chunk->partial) {
        return;
    }
    for (const char *byte = partial; byte > room->pages; byte--) {
        if ((unsigned char)byte[-1] != CANARY) {
            tell(watch->seen, &watch->seen->at[chunk->worker], "before", watch->spec.n_partial_bytes);
            break;
        }
    }
    memcpy(chunk->partial, partial, watch->spec.n_partial_bytes);
}

/* In a process that ends: it may do what a handler may not. */
static void take_fault(int number, siginfo_t *info, void *context)
{
    const char *address = info->si_addr;
    (void)context;
    for (int w = 0; listener && w < listener->plan->threads; w++) {
        const struct kit_room *room = &listener->rooms[w];
        const bool is_behind =
            address >= room->pages + room->n_bytes && address < room->pages + room->n_bytes + GUARD;
        const bool is_before = address >= room->pages - GUARD && address < room->pages;
        if (room->pages && (is_behind || is_before)) {
            tell(listener->seen, &listener->seen->at[w], is_behind ? "behind" : "before",
                 listener->spec.n_partial_bytes);
        }
    }
    signal(number, SIG_DFL);
    raise(number);
}

void kit_rooms_listen(struct kit_watch *watch)
{
    static char stack[64 * 1024];
    const stack_t aside = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_sigaction = take_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    listener = watch;
    (void)sigaltstack(&aside, NULL);
    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}
