/* SPDX-License-Identifier: BSD-3-Clause
 * watch_hold.h - the beginning and the end of what a program says, however long it is.
 */
#ifndef RXT_WATCH_HOLD_H
#define RXT_WATCH_HOLD_H

#include <stdbool.h>
#include <stddef.h>

enum { RXT_HOLD_HEAD = 64 * 1024, RXT_HOLD_TAIL = 1024 * 1024 };

/* Begin with {0}; rxt_hold_free. Where memory lacks, less is held. */
struct rxt_hold {
    char *head;
    size_t n_head;
    char *ring;      /* of RXT_HOLD_TAIL bytes: the last ones behind the head */
    size_t at;       /* where the next byte goes */
    double n_behind; /* bytes behind the head, held or not */
};

void rxt_hold_add(struct rxt_hold *hold, const char *bytes, size_t n_bytes);
/** Copy at most n_bytes of the beginning, and of what follows behind the copy the end, so that none is in both.
 *
 *  head, tail  out  n_head and n_tail bytes; free them
 *  Returns the bytes between the two, and behind the end of neither; negative when memory ran out.
 */
double rxt_hold_take(const struct rxt_hold *hold, size_t most_head, size_t most_tail, char **head,
                     size_t *n_head, char **tail, size_t *n_tail);
/** All bytes that were added. */
double rxt_hold_bytes(const struct rxt_hold *hold);
void rxt_hold_free(struct rxt_hold *hold);

#endif
