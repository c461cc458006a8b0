/* SPDX-License-Identifier: BSD-3-Clause
 * team_gang_omp.c - the threads of a gang, by OpenMP.
 */
#include "gang.h"

#include <omp.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A thread that waits until it may end: until then all of them live, as those of a gang do. */
static void *wait_for(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

/* POSIX threads of the same stack as OpenMP's, unless OMP_STACKSIZE says otherwise: some 20 us each. Their stacks are
 * kept by the C library and given to OpenMP's. */
enum rxt_err rxt_gang_check(int n_threads)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    pthread_t *thread = calloc((size_t)n_threads, sizeof *thread);
    int n = 0, why = thread ? 0 : ENOMEM;
    pthread_mutex_lock(&gate);
    while (!why && n < n_threads - 1) {
        why = pthread_create(&thread[n], NULL, wait_for, &gate);
        n += !why;
    }
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < n; i++) {
        pthread_join(thread[i], NULL);
    }
    free(thread);
    return why ? rxt_fail(
                     RXT_E_ABSENT,
                     "thread %d of the %d of a rank cannot be started (%s): a limit of address space (ulimit "
                     "-v), each thread takes a stack of ulimit -s, or of processes (ulimit -u); use fewer "
                     "threads, "
                     "or raise it",
                     n + 2, n_threads, strerror(why))
               : RXT_OK;
}

/* The run-time keeps the threads that its last region had for the next one of so many: those of the body are these. */
void rxt_gang_fork(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    omp_set_dynamic(0); /* the body may have set it */
#pragma omp parallel num_threads(gang->n_threads)
    call(context, omp_get_thread_num());
}

static enum rxt_err refuse(int n_given, int n_wanted)
{
    return rxt_gang_refuse(n_given, n_wanted, omp_get_thread_limit(), omp_get_max_active_levels());
}

static enum rxt_err run_free(struct rxt_gang *gang, enum rxt_err (*body)(void *), void *context)
{
    int n_given = 0;
    omp_set_dynamic(0);
    omp_set_num_threads(gang->n_threads);
#pragma omp parallel num_threads(gang->n_threads)
#pragma omp single
    n_given = omp_get_num_threads();
    return n_given == gang->n_threads ? body(context) : refuse(n_given, gang->n_threads);
}

enum rxt_err rxt_gang_run(struct rxt_gang *gang, enum rxt_err (*body)(void *), void *context)
{
    enum rxt_err err = RXT_OK;
    int n_given = 0;
    if (gang->is_free) {
        return run_free(gang, body, context);
    }
    atomic_store(&gang->epoch, 0);
    omp_set_dynamic(0);
#pragma omp parallel num_threads(gang->n_threads)
    {
#pragma omp single
        n_given = omp_get_num_threads();
        /* the barrier of single: all know */
        if (n_given == gang->n_threads) {
            const int worker = omp_get_thread_num();
            if (worker == 0) {
                err = body(context);
                rxt_gang_dismiss(gang);
            } else {
                rxt_gang_serve(gang, worker);
            }
        }
    }
    return n_given == gang->n_threads ? err : refuse(n_given, gang->n_threads);
}
