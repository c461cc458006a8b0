/* SPDX-License-Identifier: BSD-3-Clause
 * team_rig_gang.c - the threads of a rig's rank: POSIX threads between two barriers, or one thread that plays all workers.
 *
 * Two barriers and not one: a thread that leaves the first late must not learn by it what a faster one has done since, or
 * ThreadSanitizer would take the one's work for ordered before the other's.
 */
#include "rig_parts.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct hall;
struct seat {
    struct hall *hall;
    int worker;
    pthread_t thread;
};

struct hall {
    pthread_barrier_t before, behind;
    rxt_gang_fn call; /* NULL: go home */
    void *context;
    struct seat *seats;
};

static void *serve(void *context)
{
    const struct seat *seat = context;
    struct hall *hall = seat->hall;
    for (;;) {
        pthread_barrier_wait(&hall->before);
        if (!hall->call) {
            return NULL;
        }
        hall->call(hall->context, seat->worker);
        pthread_barrier_wait(&hall->behind);
    }
}

static void make_at_once(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    struct hall *hall = gang->own;
    hall->call = call;
    hall->context = context;
    pthread_barrier_wait(&hall->before);
    call(context, 0);
    pthread_barrier_wait(&hall->behind);
}

static void make_in_turn(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    for (int worker = 0; worker < gang->n_threads; worker++) {
        call(context, worker);
    }
}

static void make_backwards(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    for (int worker = gang->n_threads - 1; worker >= 0; worker--) {
        call(context, worker);
    }
}

/* Those that were started wait for the others, and could not be told to go: the process ends with the error. */
static enum rxt_err start_threads(struct hall *hall, int n_threads)
{
    int why = 0;
    for (int t = 1; t < n_threads && !why; t++) {
        hall->seats[t] = (struct seat){.hall = hall, .worker = t};
        why = pthread_create(&hall->seats[t].thread, NULL, serve, &hall->seats[t]);
    }
    return why ? rxt_fail(RXT_E_ABSENT, "%d threads of a rank cannot be started: %s", n_threads,
                          strerror(why))
               : RXT_OK;
}

static void send_home(struct hall *hall, int n_threads)
{
    hall->call = NULL;
    pthread_barrier_wait(&hall->before);
    for (int t = 1; t < n_threads; t++) {
        pthread_join(hall->seats[t].thread, NULL);
    }
}

static enum rxt_err run_at_once(struct rxt_gang *gang, enum rxt_err (*body)(void *), void *context)
{
    struct hall hall = {.call = NULL, .seats = calloc((size_t)gang->n_threads, sizeof *hall.seats)};
    if (!hall.seats) {
        return rxt_fail(RXT_E_MEMORY, "no room for %d threads", gang->n_threads);
    }
    pthread_barrier_init(&hall.before, NULL, (unsigned)gang->n_threads);
    pthread_barrier_init(&hall.behind, NULL, (unsigned)gang->n_threads);
    gang->own = &hall;
    gang->make = make_at_once;
    enum rxt_err err = start_threads(&hall, gang->n_threads);
    if (err == RXT_OK) {
        err = body(context);
        send_home(&hall, gang->n_threads);
    }
    free(hall.seats);
    return err;
}

enum rxt_err rxt_rig_gang_run(struct rxt_gang *gang, enum rxt_rig_way way, enum rxt_err (*body)(void *),
                              void *context)
{
    if (way == RXT_RIG_AT_ONCE) {
        return run_at_once(gang, body, context);
    }
    gang->make = way == RXT_RIG_IN_TURN ? make_in_turn : make_backwards;
    return body(context);
}
