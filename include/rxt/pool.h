/* SPDX-License-Identifier: BSD-3-Clause
 * pool.h - a process pool of thread pools: the ranks that a launcher started, times the threads of each, work for rank 0.
 *
 * A program has a table of tasks: functions with a name. Rank 0 opens the pool, hands out work, and closes it; every
 * other rank works inside of rxt_pool_open until then, and comes back from it with the pool NULL:
 *
 *     static enum rxt_err square(struct rxt_call *call)
 *     {
 *         double *out = call->result;
 *         for (size_t i = call->first; i < call->last; i++) {
 *             *out++ = (double)i * (double)i;
 *         }
 *         return RXT_OK;
 *     }
 *
 *     int main(int argc, char **argv)
 *     {
 *         static const struct rxt_task tasks[] = {{.name = "square", .run = square, .n_result = sizeof(double)}, {0}};
 *         const struct rxt_pool_spec spec = {.tasks = tasks, .argc = &argc, .argv = argv};
 *         static double squares[1000];
 *         struct rxt_pool *pool;
 *         enum rxt_err err = rxt_pool_open(&pool, &spec);
 *         if (!err && pool) {
 *             err = rxt_pool_map(pool, "square", 1000, 0, NULL, 0, squares);
 *         }
 *         const enum rxt_err closed = rxt_pool_close(pool);
 *         return rxt_err_status(err ? err : closed);
 *     }
 *
 * It is started by mpirun or srun with as many ranks as are wanted, or alone: one rank starts no MPI. Whoever opened the
 * pool works too while it waits, so that the workers are the cores, and no thread is there for messages alone. Tasks
 * therefore move between ranks while rank 0 is in a call of this header: submit all, then wait.
 *
 * All calls are for the thread of rank 0 that opened the pool; tasks call nothing of this header.
 * A rank that dies ends the job, as MPI has it: rank 0 then tells on standard error which rank it was (host, pid), and how
 * many tasks were not done.
 */
#ifndef RXT_POOL_H
#define RXT_POOL_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct rxt_pool;   /* opaque: threads, messages, futures                  */
struct rxt_future; /* opaque: a task that was submitted, and what came of it */

/* One call of a task's function. It runs beside others, on any worker of any rank, and writes to its result and to its
 * worker's state alone. */
struct rxt_call {
    const void *argument; /* the bytes that rank 0 gave, 16-byte aligned; NULL if there are none */
    size_t n_argument;
    size_t first, last; /* of a map: its items, [first, last), never empty; of a submitted task 0 and 1 */
    void *result;       /* room for n_result bytes of each item, not cleared; 16-byte aligned if n_result is a
                           multiple of 16 or the task was submitted */
    size_t n_result;    /* bytes of result: those of the table; a submitted task may set it to less */
    void *local;        /* what rxt_pool_spec.open made for this worker */
    int rank, worker;   /* where it runs: a rank, and a thread of it */
};

/* RXT_OK; or any error, best by rxt_fail: the future gets it, with its reason. */
typedef enum rxt_err rxt_task_fn(struct rxt_call *call);

/* A function that all ranks know by its name. */
struct rxt_task {
    const char *name; /* ends the table if NULL */
    rxt_task_fn *run;
    size_t n_result; /* bytes of result: of an item of a map, or at most of a submitted task */
};

/* One worker. */
struct rxt_seat {
    int node, rank,
        worker; /* worker: thread of this rank, 0 .. threads - 1; the first one is the rank's own */
    int pu;     /* it is bound to, as the system numbers it; -1: not bound by rxt */
    long pid, tid;
    char host[64];
};

/* What a pool is made from: the same on all ranks, save argv. All but tasks may be 0. */
struct rxt_pool_spec {
    const struct rxt_task *tasks; /* must outlive the pool */
    /* Of main: --layout TEXT, --decision FILE, --subject NAME, --smt and --oversubscribe are read and taken out (each also
     * as --name=value), up to a word "--". */
    int *argc;
    char **argv;
    const char *layout;   /* "2x4", as `rxt run --layout` has it */
    const char *decision; /* a decision.json, or the folder of a study that has one */
    const char *subject;  /* of the decision, if it has several */
    bool smt;             /* all hardware threads of a core are places */
    bool oversubscribe;   /* several threads a core are allowed */
    size_t n_flight;      /* tasks that may be submitted and not finished: 0 is 4096 */
    size_t n_most;        /* bytes of an argument at most: 0 is 64 MiB; at most INT_MAX / 2 */
    /** Make the state of one worker, on its own thread, once, before any task runs there; NULL: there is none. */
    enum rxt_err (*open)(void **local, const struct rxt_seat *seat, void *context);
    /** Close it, on the same thread; also after an open that failed. NULL: nothing to do. */
    void (*close)(void *local, void *context);
    void *context; /* for both */
};

/** Bind, start MPI, threads and the state of every worker; on other ranks than 0: work until rank 0 closes the pool.
 *
 *  The layout is that of, the first that is there: spec->layout, --layout, the variable RXT_LAYOUT, the recommended one of
 *  spec->decision, --decision, the variable RXT_DECISION; else as many ranks as were started, with the cores of their
 *  masks. Its ranks must be those that were started. One rank starts no MPI.
 *
 *  out   out  the pool on rank 0; NULL on all others, and on error
 *  spec  in   need not outlive the call, save its tasks and context
 *
 *  Errors:      RXT_E_USAGE   no such layout, other ranks than were started, more threads than cores; no tasks, or two of
 *                             a name; a second pool in this process; MPI was ended before
 *               RXT_E_INPUT   the decision cannot be read, or tells no layout for the subject
 *               RXT_E_RANGE   n_flight or n_most
 *               RXT_E_LAUNCH  the launcher is of another MPI
 *               RXT_E_ABSENT  threads, cores or MPI are not to be had
 *               RXT_E_MEMORY
 *               or what spec->open returned; the same on all ranks, with its rxt_reason on rank 0 alone ("" elsewhere)
 *  Collective:  yes, over all ranks that were started. MPI is taken as it is if the program has started it (at least
 *               MPI_THREAD_FUNNELED, by this thread); else it is started here and ended with the pool, for good
 *  Memory:      close with rxt_pool_close
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_pool_open(struct rxt_pool **out, const struct rxt_pool_spec *spec);

/** Wait for all tasks, close the futures that are left, send the other ranks home, and free everything.
 *
 *  pool  in  NULL: nothing is done
 *
 *  Errors:      that of the first task which failed and of whose end nobody was told (by rxt_future_wait, rxt_future_result,
 *               rxt_future_done or rxt_pool_next), with the number of such tasks
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_pool_close(struct rxt_pool *pool);

/** Call a task for all items, in chunks, on all workers, and bring the results together in the order of the items.
 *
 *  Tasks that were submitted are waited for first.
 *
 *  task        in   its name
 *  n_items     in   >= 0
 *  grain       in   items a call, at most; 0: as many as make 4096 calls of n_items
 *  argument    in   n_argument bytes, which every call gets; NULL if 0
 *  results     out  n_items x n_result bytes of the table; NULL if n_result is 0. Those of a call that failed are what it
 *                   left there; all others are right
 *
 *  Errors:      RXT_E_USAGE   unknown task; a NULL where bytes are due; called by a task or by another thread
 *               RXT_E_RANGE   an argument of more than n_most bytes
 *               RXT_E_MEMORY  (all ranks agree)
 *               or that of the failed call with the lowest items: its items and reason, and how many calls failed
 *  Collective:  no: rank 0 alone
 *  Memory:      over several ranks the results once more, shared by the ranks of a node
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_pool_map(struct rxt_pool *pool, const char *task, size_t n_items, size_t grain,
                                      const void *argument, size_t n_argument, void *results);

/** Submit one task. Where n_flight are in flight, work and wait until one has finished.
 *
 *  task      in   its name. One that is unknown, or an argument of more than n_most bytes, fails the future alone
 *  argument  in   n_argument bytes, which are copied; NULL if 0
 *  out       out  its future; may be NULL: then rxt_pool_next gives it
 *
 *  Errors:      RXT_E_USAGE   called by a task or by another thread: there is no future then
 *               RXT_E_MEMORY  the same
 *  Collective:  no: rank 0 alone
 *  Memory:      the pool's until rxt_future_close or rxt_pool_close
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_pool_submit(struct rxt_pool *pool, const char *task, const void *argument,
                                         size_t n_argument, struct rxt_future **out);

/** Return the next future that finishes, in the order in which they do, each once: work and wait until one does. NULL if
 *  all were given and none is in flight.
 *
 *  Futures that were closed do not come, those that were waited for do.
 *
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
struct rxt_future *rxt_pool_next(struct rxt_pool *pool);

/** Wait for a task, working; return its error, which is then the rxt_reason of this thread, too.
 *
 *  Errors:      that of the task; RXT_E_STOPPED  it was cancelled
 *               RXT_E_USAGE  unknown task    RXT_E_RANGE  its argument was too large
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_future_wait(struct rxt_future *future);

/** Tell whether a task has finished, failed or been cancelled; does not wait, but moves messages on.
 *
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
bool rxt_future_done(struct rxt_future *future);

/** Wait for a task as rxt_future_wait does, and return its result.
 *
 *  bytes     out  *n_bytes bytes, 16-byte aligned; NULL if there are none, and on error
 *
 *  Errors:      those of rxt_future_wait
 *  Collective:  no: rank 0 alone
 *  Memory:      the future's, valid until it is closed
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_future_result(struct rxt_future *future, const void **bytes, size_t *n_bytes);

/** Return the reason of a task that failed or was cancelled; "" if it did not, or is not done.
 *
 *  Collective:  no
 *  Memory:      the future's
 *  Source:      own
 */
const char *rxt_future_reason(const struct rxt_future *future);

/** Cancel a task that no worker has yet, and tell whether that was so: it then never runs, and its error is RXT_E_STOPPED.
 *  One that is done, runs, or was sent to its rank is not changed.
 *
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
bool rxt_future_cancel(struct rxt_future *future);

/** Return the number of a task: 0 for the first that was submitted to the pool, then 1, 2, ...
 *
 *  Collective:  no
 *  Source:      own
 */
uint64_t rxt_future_number(const struct rxt_future *future);

/** Give a future back; the task of one that is not done runs all the same, its result is dropped, its error is not: see
 *  rxt_pool_close.
 *
 *  future  in  NULL: nothing is done
 *
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
void rxt_future_close(struct rxt_future *future);

/** Return the tasks that were submitted and have not finished; at most n_flight.
 *
 *  Collective:  no: rank 0 alone
 *  Source:      own
 */
size_t rxt_pool_flight(const struct rxt_pool *pool);

/** Return the workers of all ranks, rank by rank: their number, and one of them (seat < number).
 *
 *  Collective:  no: rank 0 alone
 *  Memory:      the pool's
 *  Source:      own
 */
size_t rxt_pool_seats(const struct rxt_pool *pool);
const struct rxt_seat *rxt_pool_seat(const struct rxt_pool *pool, size_t seat);

/** Return the layout that the pool was opened with, "2x4".
 *
 *  Collective:  no
 *  Memory:      the pool's
 *  Source:      own
 */
const char *rxt_pool_layout(const struct rxt_pool *pool);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
