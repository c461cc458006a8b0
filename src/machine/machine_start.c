/* SPDX-License-Identifier: BSD-3-Clause
 * machine_start.c - read the mask of this process before any library is started.
 *
 * With OMP_PROC_BIND, OMP_PLACES or GOMP_CPU_AFFINITY libgomp binds the first thread when it is loaded: before main, and
 * for good. What these variables leave is not what the system, the batch job or the launcher allows, and OpenMP does not
 * tell what that was. The functions in .preinit_array of a program run before those of its libraries. Nothing of the C
 * library is ready then: the mask is read by a bare system call, in the kernel's layout, which is that of rxt_mask.
 * A shared library has no such functions: librxt.so is linked to be initialised before all others (-z initfirst).
 */
#include "machine_start.h"

#include <sys/syscall.h>
#include <unistd.h>

#ifdef RXT_SHARED
#define RXT_BEFORE_LIBRARIES __attribute__((section(".init_array"), used))
#else
#define RXT_BEFORE_LIBRARIES __attribute__((section(".preinit_array"), used))
#endif

static struct rxt_mask mask;
static long n_bytes;

static void read_mask(void)
{
    n_bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask.words, mask.words);
}

RXT_BEFORE_LIBRARIES static void (*const before_libraries)(void) = read_mask;

const struct rxt_mask *rxt_start_mask(void)
{
    return n_bytes > 0 ? &mask : NULL;
}
