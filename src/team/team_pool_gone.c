/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_gone.c - when the job ends in the middle: which rank is gone, and how much was not done.
 *
 * A rank that dies ends the job: its launcher sends SIGTERM to all others. Rank 0 then tells what was lost; which rank is
 * gone, that tells the first on its node which is not, since processes are seen on their own node alone. All wait a
 * moment before they end, so that who is still there is not taken for gone. Where no launcher says a word, a rank that
 * waits for long looks, and ends the job by MPI.
 * All of it may run in a signal handler: it calls what is safe there, and writes to standard error by itself.
 */
#include "team_pool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct rxt_pool *watched;
static struct sigaction before;
static atomic_flag has_told = ATOMIC_FLAG_INIT;

struct words {
    char bytes[512];
    size_t n;
};

static void add(struct words *words, const char *text)
{
    while (*text && words->n < sizeof words->bytes) {
        words->bytes[words->n++] = *text++;
    }
}

static void add_number(struct words *words, unsigned long number)
{
    char digits[24];
    size_t i = sizeof digits - 1;
    digits[i] = '\0';
    do {
        digits[--i] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add(words, digits + i);
}

static void say(const struct words *words)
{
    (void)!write(STDERR_FILENO, words->bytes, words->n);
}

/* A process that has ended and waits for its parent is gone, too. */
static bool is_gone(long pid)
{
    struct words path = {.n = 0};
    char stat[512];
    add(&path, "/proc/");
    add_number(&path, (unsigned long)pid);
    add(&path, "/stat");
    path.bytes[path.n] = '\0';
    if (kill((pid_t)pid, 0) != 0 && errno == ESRCH) {
        return true;
    }
    const int file = open(path.bytes, O_RDONLY | O_CLOEXEC);
    const ssize_t n = file >= 0 ? read(file, stat, sizeof stat - 1) : 0;
    if (file >= 0) {
        close(file);
    }
    stat[n > 0 ? n : 0] = '\0';
    const char *name_end = strrchr(stat, ')');
    return name_end && (name_end[2] == 'Z' || name_end[2] == 'X');
}

static const struct rxt_seat *seat_of(const struct rxt_pool *pool, int rank)
{
    return &pool->seats[(size_t)rank * (size_t)pool->team->gang.n_threads];
}

/* Another rank of this node, whose process this one can see. */
static bool is_here(const struct rxt_pool *pool, int rank)
{
    const struct rxt_where *w = &pool->team->where;
    const uint64_t mine = pool->told[w->rank].processes;
    return rank != w->rank && seat_of(pool, rank)->node == w->node && mine != 0 &&
           pool->told[rank].processes == mine;
}

/* The first that is there, of those who see each other. */
static bool tells(const struct rxt_pool *pool)
{
    const struct rxt_where *w = &pool->team->where;
    for (int rank = w->node_first; rank < w->rank; rank++) {
        if (is_here(pool, rank) && !is_gone(seat_of(pool, rank)->pid)) {
            return false;
        }
    }
    return true;
}

static void tell_gone(const struct rxt_pool *pool)
{
    const int n_ranks = pool->team->where.n_ranks;
    for (int rank = 0; rank < n_ranks; rank++) {
        const struct rxt_seat *seat = seat_of(pool, rank);
        struct words words = {.n = 0};
        if (!is_here(pool, rank) || !is_gone(seat->pid)) {
            continue;
        }
        add(&words, "rxt: rank ");
        add_number(&words, (unsigned long)rank);
        add(&words, " on ");
        add(&words, seat->host);
        add(&words, " (pid ");
        add_number(&words, (unsigned long)seat->pid);
        add(&words, ") is gone");
        if (pool->team->where.rank == 0) {
            add(&words, ", and had ");
            add_number(&words, pool->stocks[rank].n_held);
            add(&words, " tasks");
        }
        add(&words, "\n");
        say(&words);
    }
}

static void tell_undone(const struct rxt_pool *pool, const char *why)
{
    struct words words = {.n = 0};
    add(&words, "rxt: ");
    add(&words, why);
    add(&words, ": ");
    add_number(&words, pool->n_flight);
    add(&words, " tasks of the pool were not done");
    if (pool->n_mapping > 0) {
        add(&words, ", and a map of ");
        add_number(&words, pool->n_mapping);
        add(&words, " items");
    }
    add(&words, "\n");
    say(&words);
}

static void tell(const struct rxt_pool *pool, const char *why)
{
    if (atomic_flag_test_and_set(&has_told)) {
        return;
    }
    if (tells(pool)) {
        tell_gone(pool);
    }
    if (pool->team->where.rank == 0) {
        tell_undone(pool, why);
    }
}

static void end_job(int signal_number)
{
    static const struct timespec moment = {.tv_nsec = 500000000};
    const int kept = errno;
    tell(watched, "told to end");
    nanosleep(&moment, NULL);
    sigaction(signal_number, &before, NULL);
    raise(signal_number); /* it comes when this handler has returned */
    errno = kept;
}

void rxt_pool_watch(struct rxt_pool *pool)
{
    const struct sigaction action = {.sa_handler = end_job};
    watched = pool;
    atomic_flag_clear(&has_told);
    sigaction(SIGTERM, &action, &before);
}

void rxt_pool_unwatch(struct rxt_pool *pool)
{
    if (watched == pool) {
        sigaction(SIGTERM, &before, NULL);
        watched = NULL;
    }
}

void rxt_pool_look(const struct rxt_pool *pool)
{
    const struct rxt_where *w = &pool->team->where;
    const int last = w->rank == 0 ? w->n_node_ranks : 1; /* the others look at rank 0, if it is here */
    for (int rank = 0; rank < last; rank++) {
        if (is_here(pool, rank) && is_gone(seat_of(pool, rank)->pid)) {
            tell(pool, "a rank is gone");
            pool->mail->give_up(pool->team->comm, rxt_err_status(RXT_E_LAUNCH));
        }
    }
}
