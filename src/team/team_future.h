/* SPDX-License-Identifier: BSD-3-Clause
 * team_future.h - one task of a pool, from its submission to its result: on rank 0 what the program holds, on the others
 * what they were sent.
 */
#ifndef RXT_TEAM_FUTURE_H
#define RXT_TEAM_FUTURE_H

#include "gang.h"

#include "rxt/pool.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that grow, aligned to 16; a few need no allocation. */
struct rxt_bytes {
    unsigned char *at;
    size_t n, room;
    _Alignas(16) unsigned char few[48];
};

/** Make room for n_bytes; false: there is none, and what was there stays. */
bool rxt_bytes_room(struct rxt_bytes *bytes, size_t n_bytes);

/* Who may still decide about it. Only a worker that takes it and the program that cancels it meet here. */
enum rxt_stage { RXT_STAGE_WAITS, RXT_STAGE_TAKEN, RXT_STAGE_CANCELLED };

struct rxt_future {
    _Alignas(RXT_LINE_BYTES) atomic_int stage;
    uint32_t task;
    enum rxt_err err;
    const char *reason; /* in result, or constant; NULL: none */
    struct rxt_bytes argument, result;
    /* of the thread that opened the pool alone */
    struct rxt_future *next, *before; /* done, and before rxt_pool_next; or not used */
    struct rxt_future *behind;        /* in a line: one that was cancelled is in both */
    struct rxt_pool *pool;
    uint64_t number;
    uint32_t slot;  /* in its store                                  */
    uint32_t asker; /* the slot on rank 0, of one that was sent here */
    bool is_out;    /* it is in the queue, at the desk, or with another rank: it comes back */
    bool is_done, is_told, is_closed, is_listed;
    bool is_back; /* it was sent here, and goes back undone */
};

/* Futures in slabs that never move; those given back are used first. Begin with {0}. */
struct rxt_store {
    struct rxt_future **slabs;
    size_t n_slabs;
    struct rxt_future *unused;
};

/** Return one, all 0 but its slot, its pool, and what room its bytes had; NULL: memory ran out. */
struct rxt_future *rxt_store_get(struct rxt_store *store, struct rxt_pool *pool);
/** Have room for n of them, so that none of these is refused. */
bool rxt_store_reserve(struct rxt_store *store, size_t n);
void rxt_store_put(struct rxt_store *store, struct rxt_future *future);
/** Return that of a slot; NULL: there is none. */
struct rxt_future *rxt_store_at(const struct rxt_store *store, uint32_t slot);
void rxt_store_close(struct rxt_store *store);

/* A list of them by `behind`, first in, first out. */
struct rxt_line {
    struct rxt_future *first, *last;
    size_t n;
};
void rxt_line_push(struct rxt_line *line, struct rxt_future *future);
void rxt_line_push_front(struct rxt_line *line, struct rxt_future *future);
/** Return the first, which is then not in it; NULL: it is empty. */
struct rxt_future *rxt_line_pop(struct rxt_line *line);

/** Note an error, and as its reason the rxt_reason of this thread. */
void rxt_future_fail(struct rxt_future *future, enum rxt_err err);

#endif
