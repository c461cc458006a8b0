/* SPDX-License-Identifier: BSD-3-Clause
 * run.h - run one kernel in this process and in those that a launcher started beside it.
 *
 * For a program with a kernel of its own, linked with librxt:
 *
 *     int main(int argc, char **argv)
 *     {
 *         return argc > 1 ? rxt_err_status(rxt_kernel_run(&kernel, argv[1], argv + 2, argc - 2, print, NULL)) : 2;
 *     }
 */
#ifndef RXT_RUN_H
#define RXT_RUN_H

#include "rxt/err.h"
#include "rxt/kernel.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Take one record: a line of JSON, without its line end. */
typedef void rxt_line_fn(void *context, const char *line);

/** Return what is to be said of this process before its times are believed: two run-times of OpenMP (of this library, and of
 *  the compiler of the program) or two MPIs, and what to do about it; "" if nothing is.
 *
 *  Collective:  no
 *  Memory:      of the library, until the next call
 *  Source:      own
 */
const char *rxt_process_warning(void);

/** Run a kernel as `rxt run` does: bind, start MPI, open, run once untimed and five times timed, check, end MPI.
 *
 *  kernel   in  in no table; its name is told in the record
 *  layout   in  "1x2", "2x1", ...: as many ranks as the launcher started, one without a launcher
 *  words    in  n_words of name=value; the other parameters have their default
 *  record   in  gets, on rank 0 alone, the sample (schema rxt-sample/1: times, check, digest, placement), what failed
 *               (rxt-failure/1), or before it what rxt_process_warning says (rxt-warning/1)
 *
 *  Errors:      RXT_E_USAGE  no such layout or parameter, or other ranks than the layout's
 *               RXT_E_RANGE  a value outside of its range
 *               RXT_E_WRONG  the answer failed its check
 *               or what the kernel returned; the same on all ranks, with its rxt_reason on the first
 *  Collective:  yes, over all processes that the launcher started; once a process, since it starts and ends MPI
 *  Memory:      a line is valid until `record` returns
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_kernel_run(const struct rxt_kernel *kernel, const char *layout,
                                        char *const *words, size_t n_words, rxt_line_fn *record,
                                        void *context);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
