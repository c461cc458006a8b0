/* SPDX-License-Identifier: BSD-3-Clause
 * launch_exec.c - become a program, and what a shell's exit status is where that fails.
 */
#include "launch_bind.h"

#include "machine.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

int rxt_bind_exec(char *const *argv)
{
    rxt_hwloc_give_back();
    rxt_signals_give_back();
    fflush(NULL);
    execvp(argv[0], argv);
    const int why = errno;
    const bool is_absent = why == ENOENT || why == ENOTDIR;
    (void)rxt_fail(RXT_E_INPUT, "'%s' cannot be started: %s%s", argv[0],
                   is_absent && !strchr(argv[0], '/') ? "it is not in PATH" : strerror(why),
                   why == ENOEXEC ? " (is it of another architecture?)" : "");
    return is_absent ? NOT_FOUND : NOT_EXECUTABLE;
}
