/* SPDX-License-Identifier: BSD-3-Clause
 * team_store.c - futures are allocated in slabs and used again, so that a task in flight costs no allocation.
 */
#include "team_future.h"

#include <stdlib.h>
#include <string.h>

enum { SLAB = 256 };
static const size_t keep_bytes = 4096; /* what a future that is not used may go on holding */

static void drop(struct rxt_bytes *bytes)
{
    if (bytes->at != bytes->few) {
        free(bytes->at);
    }
    bytes->at = bytes->few;
    bytes->room = sizeof bytes->few;
    bytes->n = 0;
}

bool rxt_bytes_room(struct rxt_bytes *bytes, size_t n_bytes)
{
    if (n_bytes <= bytes->room) {
        return true;
    }
    unsigned char *more = malloc(n_bytes); /* nothing that is there is needed */
    if (more) {
        drop(bytes);
        bytes->at = more;
        bytes->room = n_bytes;
    }
    return more != NULL;
}

static bool grow(struct rxt_store *store)
{
    struct rxt_future **slabs = realloc(store->slabs, (store->n_slabs + 1) * sizeof(struct rxt_future *));
    struct rxt_future *slab = aligned_alloc(RXT_LINE_BYTES, SLAB * sizeof *slab);
    store->slabs = slabs ? slabs : store->slabs;
    if (!slabs || !slab) {
        free(slab);
        return false;
    }
    memset(slab, 0, SLAB * sizeof *slab);
    for (size_t i = SLAB; i-- > 0;) {
        slab[i].slot = (uint32_t)(store->n_slabs * SLAB + i);
        slab[i].argument.at = slab[i].argument.few;
        slab[i].result.at = slab[i].result.few;
        slab[i].argument.room = slab[i].result.room = sizeof slab[i].result.few;
        slab[i].next = store->unused;
        store->unused = &slab[i];
    }
    store->slabs[store->n_slabs++] = slab;
    return true;
}

bool rxt_store_reserve(struct rxt_store *store, size_t n)
{
    while (store->n_slabs * SLAB < n) {
        if (!grow(store)) {
            return false;
        }
    }
    return true;
}

struct rxt_future *rxt_store_get(struct rxt_store *store, struct rxt_pool *pool)
{
    if (!store->unused && !grow(store)) {
        return NULL;
    }
    struct rxt_future *future = store->unused;
    store->unused = future->next;
    atomic_store_explicit(&future->stage, RXT_STAGE_WAITS, memory_order_relaxed);
    future->err = RXT_OK;
    future->reason = NULL;
    future->argument.n = future->result.n = 0;
    future->next = future->before = NULL;
    future->pool = pool;
    future->is_out = future->is_done = future->is_told = future->is_closed = future->is_listed =
        future->is_back = false;
    return future;
}

void rxt_store_put(struct rxt_store *store, struct rxt_future *future)
{
    if (future->argument.room > keep_bytes) {
        drop(&future->argument);
    }
    if (future->result.room > keep_bytes) {
        drop(&future->result);
    }
    future->next = store->unused;
    store->unused = future;
}

struct rxt_future *rxt_store_at(const struct rxt_store *store, uint32_t slot)
{
    return slot / SLAB < store->n_slabs ? &store->slabs[slot / SLAB][slot % SLAB] : NULL;
}

void rxt_store_close(struct rxt_store *store)
{
    for (size_t s = 0; s < store->n_slabs; s++) {
        for (size_t i = 0; i < SLAB; i++) {
            drop(&store->slabs[s][i].argument);
            drop(&store->slabs[s][i].result);
        }
        free(store->slabs[s]);
    }
    free(store->slabs);
    *store = (struct rxt_store){0};
}

void rxt_line_push(struct rxt_line *line, struct rxt_future *future)
{
    future->behind = NULL;
    if (line->last) {
        line->last->behind = future;
    } else {
        line->first = future;
    }
    line->last = future;
    line->n++;
}

void rxt_line_push_front(struct rxt_line *line, struct rxt_future *future)
{
    future->behind = line->first;
    line->first = future;
    line->last = line->last ? line->last : future;
    line->n++;
}

struct rxt_future *rxt_line_pop(struct rxt_line *line)
{
    struct rxt_future *future = line->first;
    if (future) {
        line->first = future->behind;
        line->last = line->first ? line->last : NULL;
        line->n--;
    }
    return future;
}

void rxt_future_fail(struct rxt_future *future, enum rxt_err err)
{
    const size_t n = strlen(rxt_reason()) + 1;
    future->err = err;
    future->reason = rxt_err_text(err);
    if (n > 1 && rxt_bytes_room(&future->result, n)) {
        memcpy(future->result.at, rxt_reason(), n);
        future->result.n = n;
        future->reason = (const char *)future->result.at;
    }
}
