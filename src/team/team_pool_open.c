/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_open.c - from a team to a pool, and back: workers, their state, where they are.
 */
#include "team_pool.h"

#include "reason.h"

#include "rxt/digest.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static enum rxt_err check_spec(const struct rxt_pool_spec *spec)
{
    size_t n = 0;
    for (; spec->tasks && spec->tasks[n].name; n++) {
        for (size_t i = 0; i < n; i++) {
            if (!strcmp(spec->tasks[i].name, spec->tasks[n].name)) {
                return rxt_fail(RXT_E_USAGE, "two tasks of the pool are named '%s'", spec->tasks[n].name);
            }
        }
        if (!spec->tasks[n].run) {
            return rxt_fail(RXT_E_USAGE, "task '%s' of the pool has no function", spec->tasks[n].name);
        }
    }
    if (n == 0) {
        return rxt_fail(RXT_E_USAGE, "a pool needs a table of tasks; its last name is NULL");
    }
    if (spec->n_flight > UINT32_MAX / 4 || spec->n_most > INT_MAX / 2) {
        return rxt_fail(RXT_E_RANGE, "n_flight %zu is at most %u, n_most %zu at most %d", spec->n_flight,
                        UINT32_MAX / 4, spec->n_most, INT_MAX / 2);
    }
    return RXT_OK;
}

static void take_spec(struct rxt_pool *pool, const struct rxt_pool_spec *spec)
{
    pool->tasks = spec->tasks;
    for (pool->n_tasks = 0; spec->tasks && spec->tasks[pool->n_tasks].name; pool->n_tasks++) {
    }
    pool->n_flight_most = spec->n_flight > 0 ? spec->n_flight : 4096;
    pool->n_argument_most = spec->n_most > 0 ? spec->n_most : (size_t)64 << 20;
    pool->open = spec->open;
    pool->close = spec->close;
    pool->context = spec->context;
    pool->owner = pthread_self();
}

static uint64_t digest_tasks(const struct rxt_pool *pool)
{
    uint64_t digest = RXT_DIGEST_START;
    for (size_t i = 0; i < pool->n_tasks; i++) {
        digest = rxt_digest_bytes(digest, pool->tasks[i].name, strlen(pool->tasks[i].name));
        digest = rxt_digest_word(digest, pool->tasks[i].n_result);
    }
    return digest;
}

/* Tables must be the same on all ranks, since a task goes by its number in the table. */
static enum rxt_err compare(struct rxt_pool *pool)
{
    const int n_ranks = pool->team->where.n_ranks;
    struct stat space;
    const struct rxt_told mine = {.tasks = digest_tasks(pool),
                                  .processes =
                                      stat("/proc/self/ns/pid", &space) == 0 ? (uint64_t)space.st_ino : 0};
    pool->told = calloc((size_t)n_ranks, sizeof *pool->told);
    enum rxt_err err = rxt_team_agree(
        pool->team, pool->told ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %d ranks", n_ranks));
    if (!err) {
        rxt_comm_allgather(pool->team->comm, &mine, sizeof mine, pool->told);
    }
    for (int r = 1; r < n_ranks && !err; r++) {
        err = pool->told[r].tasks == pool->told[0].tasks
                  ? RXT_OK
                  : rxt_fail(RXT_E_USAGE,
                             "ranks 0 and %d have different tables of tasks: names and n_result must be the "
                             "same on all",
                             r);
    }
    return err;
}

/* Behind those of all ranks: what is sent to them may not lie where it arrives. */
static struct rxt_seat *my_seats(const struct rxt_pool *pool)
{
    return pool->seats + (size_t)pool->team->where.n_ranks * (size_t)pool->team->gang.n_threads;
}

static void open_worker(void *context, int worker)
{
    struct rxt_pool *pool = context;
    const struct rxt_worker *w = &pool->team->workers[worker];
    struct rxt_seat *seat = &my_seats(pool)[worker];
    *seat = (struct rxt_seat){.node = pool->team->where.node,
                              .rank = pool->team->where.rank,
                              .worker = worker,
                              .pu = w->planned_pu,
                              .pid = (long)getpid(),
                              .tid = w->placed.tid};
    gethostname(seat->host, sizeof seat->host - 1);
    pool->local_err[worker] = pool->open ? pool->open(&pool->local[worker], seat, pool->context) : RXT_OK;
    if (pool->local_err[worker] != RXT_OK) { /* the reason is of this thread */
        pool->local_reason[worker] = strdup(rxt_reason());
    }
}

static void close_worker(void *context, int worker)
{
    struct rxt_pool *pool = context;
    if (pool->close) {
        pool->close(pool->local[worker], pool->context);
    }
    free(pool->local_reason[worker]);
}

static enum rxt_err open_workers(struct rxt_pool *pool)
{
    struct rxt_team *team = pool->team;
    const size_t n_threads = (size_t)team->gang.n_threads;
    enum rxt_err err = RXT_OK;
    pool->has_workers = true;
    rxt_gang_do(&team->gang, open_worker, pool);
    for (size_t t = 0; t < n_threads && !err; t++) {
        if (pool->local_err[t] != RXT_OK) {
            err = rxt_fail(pool->local_err[t], "%s", pool->local_reason[t] ? pool->local_reason[t] : "");
        }
    }
    rxt_comm_allgather(team->comm, my_seats(pool), n_threads * sizeof *pool->seats, pool->seats);
    return rxt_team_agree(team, err);
}

/* Everything that has a size. */
static enum rxt_err allocate(struct rxt_pool *pool)
{
    const struct rxt_where *w = &pool->team->where;
    const size_t n_threads = (size_t)pool->team->gang.n_threads;
    pool->seats = calloc(((size_t)w->n_ranks + 1) * n_threads, sizeof *pool->seats);
    pool->local = calloc(n_threads, sizeof *pool->local);
    pool->local_err = calloc(n_threads, sizeof *pool->local_err);
    pool->local_reason = calloc(n_threads, sizeof *pool->local_reason);
    pool->stocks = calloc((size_t)w->n_ranks, sizeof *pool->stocks);
    pool->desk.gang = &pool->team->gang;
    pool->desk.tasks = pool->tasks;
    pool->desk.local = pool->local;
    pool->desk.rank = w->rank;
    enum rxt_err err = pool->seats && pool->local && pool->local_err && pool->local_reason && pool->stocks
                           ? RXT_OK
                           : rxt_fail(RXT_E_MEMORY, "no room for a pool of %zu threads a rank", n_threads);
    if (!err) {
        err = rxt_desk_make(&pool->desk, w->rank == 0 ? pool->n_flight_most : RXT_STOCK_MOST);
    }
    if (!err && w->rank > 0 && !rxt_store_reserve(&pool->store, RXT_STOCK_MOST + 1)) {
        err = rxt_fail(RXT_E_MEMORY, "no room for the tasks of a rank");
    }
    return rxt_team_agree(pool->team, err);
}

/* What each rank brings before there is a team: what came of its arguments, and the layout that it read. */
struct chosen {
    enum rxt_err err;
    struct rxt_layout layout;
    struct rxt_plan_options options;
    bool threads_by_mask;
    char reason[1024];
};

static bool is_same(const struct chosen *a, const struct chosen *b)
{
    return rxt_layout_equal(&a->layout, &b->layout) && a->options.smt == b->options.smt &&
           a->options.oversubscribe == b->options.oversubscribe && a->threads_by_mask == b->threads_by_mask;
}

static enum rxt_err judge_choices(const struct chosen *all, int n_ranks)
{
    char mine[RXT_LAYOUT_BYTES], other[RXT_LAYOUT_BYTES];
    for (int r = 0; r < n_ranks; r++) {
        if (all[r].err != RXT_OK) {
            return rxt_fail(all[r].err, "%s", all[r].reason);
        }
    }
    for (int r = 1; r < n_ranks; r++) {
        if (!is_same(&all[r], &all[0])) {
            return rxt_fail(
                RXT_E_USAGE,
                "rank 0 was told layout %s and rank %d %s: give it as --layout, or its variable to "
                "all ranks (mpirun -x RXT_LAYOUT)",
                rxt_layout_text(&all[0].layout, mine, sizeof mine), r,
                rxt_layout_text(&all[r].layout, other, sizeof other));
        }
    }
    return RXT_OK;
}

static enum rxt_err agree(const struct rxt_pool *pool, enum rxt_err mine)
{
    const struct rxt_team_spec *spec = &pool->spec;
    struct chosen chosen = {.err = mine,
                            .layout = spec->layout,
                            .options = spec->options,
                            .threads_by_mask = spec->threads_by_mask};
    struct rxt_comm *comm = NULL;
    snprintf(chosen.reason, sizeof chosen.reason, "%s", mine ? rxt_reason() : "");
    enum rxt_err err = rxt_comm_open(&comm);
    if (err != RXT_OK) {
        return err;
    }
    const int n_ranks = rxt_comm_where(comm).n_ranks;
    struct chosen *all = calloc((size_t)n_ranks, sizeof *all);
    if (rxt_comm_worst(comm, !all)) {
        err = rxt_fail(RXT_E_MEMORY, "no room for the choices of %d ranks", n_ranks);
    } else {
        rxt_comm_allgather(comm, &chosen, sizeof chosen, all);
        err = judge_choices(all, n_ranks);
    }
    free(all);
    rxt_comm_close(comm);
    return err;
}

/* One a process, since it binds it; and so it needs no room. */
static struct rxt_pool the_pool;
static bool is_taken;

/* Collective, save on one rank. */
static void give_back(struct rxt_pool *pool)
{
    rxt_pool_unwatch(pool);
    if (pool->has_workers) {
        rxt_gang_do(&pool->team->gang, close_worker, pool);
    }
    rxt_loop_close(pool->loop);
    if (pool->team) {
        rxt_team_end(pool->team);
    }
    if (pool->team && pool->mail) {
        pool->mail->close(pool->team->comm);
    }
    rxt_desk_free(&pool->desk);
    rxt_store_close(&pool->store);
    free(pool->stocks);
    free(pool->told);
    free(pool->seats);
    free(pool->local);
    free(pool->local_err);
    free(pool->local_reason);
    rxt_team_close(pool->team);
    if (pool->is_started) {
        rxt_binding_comm_stop(pool->binding, &pool->spec);
    }
    rxt_binding_lift(pool->binding);
    rxt_binding_close(pool->binding);
    *pool = (struct rxt_pool){0};
    is_taken = false;
}

/* From what was chosen to a team that runs. */
static enum rxt_err open_team(struct rxt_pool *pool, enum rxt_err chosen)
{
    (void)!rxt_binding_open(&pool->binding, &pool->spec); /* rxt_team_open sees that it is NULL */
    enum rxt_err err = rxt_binding_comm_start(pool->binding, &pool->spec);
    pool->is_started = err == RXT_OK;
    if (!err) {
        err = agree(pool, chosen);
    }
    if (!err && pool->spec.threads_by_mask) {
        err = rxt_threads_agree(pool->binding, &pool->spec.layout.threads);
    }
    if (!err) {
        err = rxt_team_open(&pool->team, pool->binding, &pool->spec);
    }
    if (!err) {
        err = rxt_team_start(pool->team);
    }
    return err;
}

/* The first rank says it for all; a launcher that sees another rank fail may end it before it has. */
static void leave_last(enum rxt_err err)
{
    static const struct timespec moment = {.tv_nsec = 300000000};
    if (err != RXT_OK) {
        nanosleep(&moment, NULL);
    }
    rxt_reason_forget();
}

enum rxt_err rxt_team_pool_open(struct rxt_pool **out, const struct rxt_pool_spec *spec,
                                const struct rxt_team_spec *team_spec, enum rxt_err chosen)
{
    struct rxt_pool *pool = &the_pool;
    *out = NULL;
    if (is_taken) {
        return rxt_fail(RXT_E_USAGE, "a process has one pool at a time, and this one has one");
    }
    is_taken = true;
    pool->spec = *team_spec;
    enum rxt_err err = open_team(pool, chosen ? chosen : check_spec(spec));
    if (!err) {
        take_spec(pool, spec);
        pool->mail = rxt_comm_mail();
        rxt_layout_text(&pool->spec.layout, pool->layout, sizeof pool->layout);
        err = compare(pool);
    }
    if (!err) {
        err = allocate(pool);
    }
    if (!err && pool->mail) {
        err = pool->mail->open(pool->team->comm, RXT_LETTER_BYTES);
    }
    if (!err) {
        err = open_workers(pool);
    }
    if (!err) {
        rxt_pool_watch(pool);
    }
    const bool is_first = !pool->is_started || rxt_comm_is_first();
    if (!err && is_first) {
        *out = pool;
        return RXT_OK;
    }
    if (!err) {
        rxt_pool_serve(pool);
    }
    give_back(pool);
    if (!is_first) {
        leave_last(err);
    }
    return err;
}

enum rxt_err rxt_pool_close(struct rxt_pool *pool)
{
    enum rxt_err err = pool ? rxt_pool_check(pool, "rxt_pool_close") : RXT_OK;
    if (!pool || err != RXT_OK) {
        return err;
    }
    rxt_pool_drain(pool);
    rxt_desk_close(&pool->desk);
    if (pool->mail) {
        rxt_pool_tell_all(pool, RXT_LETTER_HOME, NULL, 0);
    }
    err = rxt_pool_unseen(pool);
    give_back(pool);
    return err;
}

size_t rxt_pool_seats(const struct rxt_pool *pool)
{
    return (size_t)pool->team->where.n_ranks * (size_t)pool->team->gang.n_threads;
}

const struct rxt_seat *rxt_pool_seat(const struct rxt_pool *pool, size_t seat)
{
    assert(seat < rxt_pool_seats(pool));
    return &pool->seats[seat];
}

const char *rxt_pool_layout(const struct rxt_pool *pool)
{
    return pool->layout;
}
