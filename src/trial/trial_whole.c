/* SPDX-License-Identifier: BSD-3-Clause
 * trial_whole.c - the proof of a kernel that brings its own parallel loops.
 *
 * A second run-time of OpenMP takes its number of threads from the mask that it finds, which is one core: then nothing strange
 * runs, and the threads that were bound are idle. So two of them are no proof, whatever ran.
 */
#include "trial_whole.h"

#include "build.h"

#include <stdio.h>
#include <string.h>

void rxt_whole_judge(const struct rxt_kernel *kernel, int n_threads, const char *run_times, char *why,
                     size_t n_bytes)
{
    const size_t n = strlen(why);
    if (kernel->kind != RXT_WHOLE || (n_threads == 1 && n == 0)) {
        return;
    }
    if (run_times[0]) {
        snprintf(
            why, n_bytes,
            "not proven: two run-times of OpenMP are in the process, %s, and the kernel's loops have the threads of "
            "the one that rxt does not bind: build the kernel with rxt's compiler (%.48s)",
            run_times, rxt_build.compiler);
    } else if (strstr(why, "other threads than")) {
        snprintf(
            why + n, n_bytes - n,
            ": leave their number to the layout, without num_threads(), omp_set_num_threads() or threads "
            "that the kernel starts");
    }
}
