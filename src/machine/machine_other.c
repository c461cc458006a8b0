/* SPDX-License-Identifier: BSD-3-Clause
 * machine_other.c - masks by bare system calls, for what hwloc is too slow, or does not tell.
 *
 * The kernel's layout of a mask is that of rxt_mask.
 */
#include "machine.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum rxt_err rxt_bind_process(const struct rxt_mask *mask)
{
    char text[64];
    if (syscall(SYS_sched_setaffinity, 0, sizeof mask->words, mask->words) != 0) {
        return rxt_fail(RXT_E_ABSENT, "this process cannot be bound to PU %s: %s",
                        rxt_mask_text(mask, text, sizeof text), strerror(errno));
    }
    return RXT_OK;
}

bool rxt_mask_of(pid_t pid, struct rxt_mask *out)
{
    *out = (struct rxt_mask){{0}};
    return syscall(SYS_sched_getaffinity, (long)pid, sizeof out->words, out->words) > 0;
}
