/* SPDX-License-Identifier: BSD-3-Clause
 * mpich_yield.c - preloaded under MPICH when ranks share cores: a poll that found nothing lets others run.
 *
 * MPICH over UCX polls without a pause, so that 16 ranks on 2 cores need a time slice for every message.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>

unsigned ucp_worker_progress(void *worker);

unsigned ucp_worker_progress(void *worker)
{
    static unsigned (*progress)(void *);
    if (!progress) {
        *(void **)&progress = dlsym(RTLD_NEXT, "ucp_worker_progress");
    }
    const unsigned n = progress(worker);
    if (n == 0) {
        sched_yield();
    }
    return n;
}
