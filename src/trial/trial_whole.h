/* SPDX-License-Identifier: BSD-3-Clause
 * trial_whole.h - the proof of a kernel that brings its own parallel loops.
 */
#ifndef RXT_TRIAL_WHOLE_H
#define RXT_TRIAL_WHOLE_H

#include "rxt/kernel.h"

#include <stddef.h>

/** Judge the threads of a whole kernel's loops: those that rxt bound are of its own OpenMP, and another run-time's are not
 *  them, wherever they are. Where strange threads broke the proof, tell the way out.
 *
 *  n_threads   in     of a rank
 *  run_times   in     the two of OpenMP that the process has, "" if there are not two: rxt_runtimes_omp
 *  why         inout  n_bytes: "" if the proof holds so far, else why not
 */
void rxt_whole_judge(const struct rxt_kernel *kernel, int n_threads, const char *run_times, char *why,
                     size_t n_bytes);

#endif
