/* SPDX-License-Identifier: BSD-3-Clause
 * team_gang_posix.c - the threads of a gang as POSIX threads, which live until they are told to end.
 */
#include "gang.h"

#include <stdlib.h>
#include <string.h>

struct rxt_gang_thread {
    struct rxt_gang *gang;
    int worker;
    pthread_t id;
    bool is_started;
};

static void *serve(void *context)
{
    const struct rxt_gang_thread *thread = context;
    rxt_gang_serve(thread->gang, thread->worker);
    return NULL;
}

enum rxt_err rxt_gang_start(struct rxt_gang *gang)
{
    int why = 0;
    gang->threads = calloc((size_t)gang->n_threads, sizeof *gang->threads);
    if (!gang->threads) {
        return rxt_fail(RXT_E_MEMORY, "no room for %d threads", gang->n_threads);
    }
    atomic_store(&gang->epoch, 0);
    atomic_store(&gang->pending, 0);
    for (int t = 1; t < gang->n_threads && !why; t++) {
        struct rxt_gang_thread *thread = &gang->threads[t];
        thread->gang = gang;
        thread->worker = t;
        why = pthread_create(&thread->id, NULL, serve, thread);
        thread->is_started = !why;
    }
    if (why) {
        rxt_gang_end(gang);
        return rxt_fail(RXT_E_ABSENT,
                        "the %d threads of a rank cannot be started (%s): is the number of processes (ulimit "
                        "-u) or the address space (ulimit -v) limited?",
                        gang->n_threads, strerror(why));
    }
    return RXT_OK;
}

void rxt_gang_end(struct rxt_gang *gang)
{
    if (!gang->threads) {
        return;
    }
    rxt_gang_dismiss(gang);
    for (int t = 1; t < gang->n_threads; t++) {
        if (gang->threads[t].is_started) {
            pthread_join(gang->threads[t].id, NULL);
        }
    }
    free(gang->threads);
    gang->threads = NULL;
}
