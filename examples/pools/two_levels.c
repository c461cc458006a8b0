/* SPDX-License-Identifier: BSD-3-Clause
 * two_levels.c - a process pool of thread pools, a session in every thread, and the tree of what runs where: what
 * Python writes as a ProcessPoolExecutor of ThreadPoolExecutors with threading.local() sessions is one map here.
 */
#include "rxt/pool.h"

#include <stdio.h>
#include <stdlib.h>

/* The session of a thread: made once, used by all of its calls. Here it counts them. */
static enum rxt_err begin(void **local, const struct rxt_seat *seat, void *context)
{
    (void)seat, (void)context;
    *local = calloc(1, sizeof(long));
    return *local ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a session");
}

static void end(void *local, void *context)
{
    (void)context;
    fprintf(stderr, "a thread computed %ld squares\n", local ? *(long *)local : 0);
    free(local);
}

static enum rxt_err compute_square(struct rxt_call *call)
{
    double *square = call->result;
    for (size_t i = call->first; i < call->last; i++) {
        *square++ = (double)i * (double)i;
    }
    *(long *)call->local += (long)(call->last - call->first);
    return RXT_OK;
}

int main(int argc, char **argv)
{
    static const struct rxt_task task[] = {{"compute_square", compute_square, sizeof(double)}, {0}};
    const struct rxt_pool_spec spec = {
        .tasks = task, .argc = &argc, .argv = argv, .open = begin, .close = end};
    static double squares[100000];
    struct rxt_pool *pool;
    enum rxt_err err = rxt_pool_open(&pool, &spec);
    for (size_t i = 0; !err && pool && i < rxt_pool_seats(pool); i++) {
        const struct rxt_seat *s = rxt_pool_seat(pool, i);
        if (s->worker == 0) {
            printf("process rank %d  pid %ld  host %s\n", s->rank, s->pid, s->host);
        }
        printf("  thread %d  tid %ld  PU %d\n", s->worker, s->tid, s->pu);
    }
    if (!err && pool) {
        err = rxt_pool_map(pool, "compute_square", 100000, 0, NULL, 0, squares);
        printf("%s: the last square is %.0f\n", rxt_pool_layout(pool), squares[99999]);
    }
    const enum rxt_err closed = rxt_pool_close(pool);
    if ((err || closed) && *rxt_reason()) {
        fprintf(stderr, "two_levels: %s\n", rxt_reason());
    }
    return rxt_err_status(err ? err : closed);
}
