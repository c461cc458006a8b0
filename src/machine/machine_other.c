/* SPDX-License-Identifier: BSD-3-Clause
 * machine_other.c - masks by bare system calls, for what hwloc is too slow, or does not tell.
 *
 * The kernel's layout of a mask is that of rxt_mask.
 */
#include "machine.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Add the mask of one thread. */
static bool add_mask(long tid, struct rxt_mask *out)
{
    struct rxt_mask mask = {{0}};
    const bool is_read = syscall(SYS_sched_getaffinity, tid, sizeof mask.words, mask.words) > 0;
    for (size_t w = 0; w < sizeof mask.words / sizeof *mask.words && is_read; w++) {
        out->words[w] |= mask.words[w];
    }
    return is_read;
}

bool rxt_mask_of(pid_t pid, struct rxt_mask *out)
{
    char path[64];
    *out = (struct rxt_mask){{0}};
    bool is_read = add_mask(pid, out);
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *threads = is_read ? opendir(path) : NULL;
    for (struct dirent *entry; threads && (entry = readdir(threads)) != NULL;) {
        const long tid = strtol(entry->d_name, NULL, 10);
        is_read = tid > 0 && tid != pid ? add_mask(tid, out) || is_read : is_read;
    }
    if (threads) {
        closedir(threads);
    }
    return is_read;
}
