/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_hold.c - a head that fills once, and a ring behind it.
 */
#include "watch_hold.h"

#include <stdlib.h>
#include <string.h>

/* Write bytes around the ring; of more than it holds the last ones. */
static void add_behind(struct rxt_hold *hold, const char *bytes, size_t n)
{
    hold->n_behind += (double)n;
    hold->ring = hold->ring || n == 0 ? hold->ring : malloc(RXT_HOLD_TAIL);
    if (!hold->ring) {
        return;
    }
    if (n > RXT_HOLD_TAIL) {
        bytes += n - RXT_HOLD_TAIL;
        n = RXT_HOLD_TAIL;
    }
    while (n > 0) {
        const size_t room = RXT_HOLD_TAIL - hold->at, n_now = n < room ? n : room;
        memcpy(hold->ring + hold->at, bytes, n_now);
        hold->at = (hold->at + n_now) % RXT_HOLD_TAIL;
        bytes += n_now;
        n -= n_now;
    }
}

void rxt_hold_add(struct rxt_hold *hold, const char *bytes, size_t n_bytes)
{
    hold->head = hold->head ? hold->head : malloc(RXT_HOLD_HEAD);
    const size_t room = hold->head ? RXT_HOLD_HEAD - hold->n_head : 0, n = n_bytes < room ? n_bytes : room;
    if (n > 0) {
        memcpy(hold->head + hold->n_head, bytes, n);
        hold->n_head += n;
    }
    add_behind(hold, bytes + n, n_bytes - n);
}

double rxt_hold_bytes(const struct rxt_hold *hold)
{
    return (double)hold->n_head + hold->n_behind;
}

/* The byte of all that is held, without the gap, at a place: of the head first, then of the ring from its oldest. */
static char byte_at(const struct rxt_hold *hold, size_t n_ring, size_t i)
{
    return i < hold->n_head
               ? hold->head[i]
               : hold->ring[(hold->at + RXT_HOLD_TAIL - n_ring + i - hold->n_head) % RXT_HOLD_TAIL];
}

double rxt_hold_take(const struct rxt_hold *hold, size_t most_head, size_t most_tail, char **head,
                     size_t *n_head, char **tail, size_t *n_tail)
{
    const size_t n_ring = !hold->ring                              ? 0
                          : hold->n_behind < (double)RXT_HOLD_TAIL ? (size_t)hold->n_behind
                                                                   : (size_t)RXT_HOLD_TAIL;
    const bool has_gap = (double)n_ring < hold->n_behind;
    const size_t n_held = hold->n_head + n_ring, n_last = has_gap ? n_ring : n_held;
    *n_head = hold->n_head < most_head ? hold->n_head : most_head;
    *n_tail = n_last < most_tail ? n_last : most_tail;
    *n_tail = *n_tail < n_held - *n_head ? *n_tail : n_held - *n_head;
    *head = malloc(*n_head + 1);
    *tail = malloc(*n_tail + 1);
    if (!*head || !*tail) {
        return -1.0;
    }
    for (size_t i = 0; i < *n_head; i++) {
        (*head)[i] = byte_at(hold, n_ring, i);
    }
    for (size_t i = 0; i < *n_tail; i++) {
        (*tail)[i] = byte_at(hold, n_ring, n_held - *n_tail + i);
    }
    return rxt_hold_bytes(hold) - (double)(*n_head + *n_tail);
}

void rxt_hold_free(struct rxt_hold *hold)
{
    free(hold->head);
    free(hold->ring);
    *hold = (struct rxt_hold){.head = NULL};
}
