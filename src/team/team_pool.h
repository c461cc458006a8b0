/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool.h - what the sources of the pool share.
 *
 * Rank 0 holds all futures. It deals tasks to its own desk and to the other ranks, to each as many as keep it busy until it
 * is dealt to again; what comes back, from the desk or by letter, finishes a future. All of that happens in calls of the
 * program, on its one thread: rxt_pool_pump.
 */
#ifndef RXT_TEAM_POOL_H
#define RXT_TEAM_POOL_H

#include "comm_mail.h"
#include "team_desk.h"
#include "team_state.h"
#include "team_sheet.h"

#include "rxt/pool.h"

enum { RXT_STOCK_MOST = 1024 }; /* tasks that another rank has at once */

/* What one rank has of the tasks; on rank 0 one for each. */
struct rxt_stock {
    size_t n_held;  /* sent to it and not answered; of rank 0 see its desk */
    double rate_ps; /* tasks a second, of late; 0: not known                   */
    double since_s; /* when counting began                                     */
    size_t n_since; /* tasks since then                                        */
    struct rxt_writer writer;
    struct rxt_reader reader;
};

/* What each rank tells all others. */
struct rxt_told {
    uint64_t tasks;     /* a digest of its table */
    uint64_t processes; /* which table of processes it sees: that of its container; 0: not known */
};

struct rxt_pool {
    struct rxt_team *team;
    struct rxt_binding *binding;
    struct rxt_team_spec spec;
    const struct rxt_mail_ops *mail; /* NULL: one rank */
    const struct rxt_task *tasks;
    size_t n_tasks;
    size_t n_flight_most, n_argument_most;
    struct rxt_seat *seats; /* of all ranks */
    struct rxt_told *told;  /* of all ranks */
    void **local;           /* of this rank's workers */
    enum rxt_err *local_err;
    char **local_reason;
    bool has_workers, is_started; /* what there is to be closed: states of workers; MPI, or none */
    enum rxt_err (*open)(void **local, const struct rxt_seat *seat, void *context);
    void (*close)(void *local, void *context);
    void *context;
    char layout[RXT_LAYOUT_BYTES];
    struct rxt_desk desk;
    struct rxt_store store;
    struct rxt_stock *stocks;
    struct rxt_loop *loop; /* of the last map, of more than one rank */
    struct rxt_loop_spec loop_spec;
    /* of rank 0 */
    pthread_t owner;
    unsigned n_naps; /* in vain, since the last look */
    bool is_busy;    /* the owner is in a task */
    size_t last_task;
    struct rxt_line queue;           /* submitted, and not dealt yet */
    struct rxt_future *first, *last; /* finished, and not given by rxt_pool_next */
    uint64_t n_submitted;
    size_t n_out;              /* futures that come back yet */
    size_t n_mapping;          /* items of the map that runs     */
    size_t n_flight;           /* of them those that were not cancelled */
    bool is_hungry;            /* a rank could have been dealt more */
    unsigned n_calls;          /* of submit, since the last pump    */
    size_t n_unseen;           /* failed, closed before anybody was told */
    struct rxt_future *unseen; /* the first of them, by its number       */
    /* of the others */
    struct rxt_line answers;
    double answered_s;
};

/** Refuse a call that is not by the thread that opened the pool, or is by a task. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_pool_check(const struct rxt_pool *pool, const char *what);
/** Find a task by its name. RXT_E_USAGE offers the nearest. */
RXT_CHECKED enum rxt_err rxt_pool_find(struct rxt_pool *pool, const char *name, uint32_t *task);

/** Refuse an argument that is NULL and is said to have bytes, RXT_E_USAGE, or is too large, RXT_E_RANGE. */
RXT_CHECKED enum rxt_err rxt_pool_check_argument(const struct rxt_pool *pool, const void *argument,
                                                 size_t n_argument);

/** Take what has come back, and deal tasks; no waiting. */
void rxt_pool_pump(struct rxt_pool *pool);
/** Do a task; if there is none, rest. Begin with *n_polls 0. */
void rxt_pool_work(struct rxt_pool *pool, int *n_polls);
/** Take a submitted task to where it will be done. */
void rxt_pool_enqueue(struct rxt_pool *pool, struct rxt_future *future);
/** A future is done: put it before rxt_pool_next, or away if the program has closed it. */
void rxt_pool_finish(struct rxt_pool *pool, struct rxt_future *future);
/** Take it off the list of those that rxt_pool_next gives, if it is on it. */
void rxt_pool_unlist(struct rxt_pool *pool, struct rxt_future *future);
/** Work until nothing is out any more. */
void rxt_pool_drain(struct rxt_pool *pool);

/** Return the error of the first task that failed and of which nobody was told, with its reason; RXT_OK: there is none. */
RXT_CHECKED enum rxt_err rxt_pool_unseen(struct rxt_pool *pool);

/** On ranks other than 0: do what comes until the pool is closed. */
void rxt_pool_serve(struct rxt_pool *pool);
/** Send every other rank a letter of a kind, with n_bytes behind its head. */
void rxt_pool_tell_all(struct rxt_pool *pool, enum rxt_letter_kind kind, const void *bytes, size_t n_bytes);
/** Join a map, as its letter says. */
void rxt_pool_join_map(struct rxt_pool *pool, const void *bytes);

/** Tell, when SIGTERM ends the job, which rank is gone and how much was not done; and take SIGTERM as before. */
void rxt_pool_watch(struct rxt_pool *pool);
void rxt_pool_unwatch(struct rxt_pool *pool);
/** Look whether a rank is gone, and end the job if one is. */
void rxt_pool_look(const struct rxt_pool *pool);

/** Open the pool as rxt_pool_open has it, with a team of team_spec.
 *
 *  chosen  in  what came of choosing the layout, with its reason: all ranks agree on it
 */
RXT_CHECKED enum rxt_err rxt_team_pool_open(struct rxt_pool **out, const struct rxt_pool_spec *spec,
                                            const struct rxt_team_spec *team_spec, enum rxt_err chosen);

#endif
