/* SPDX-License-Identifier: BSD-3-Clause
 * output.h - an answer as a text file, which rank 0 writes.
 */
#ifndef RXT_OUTPUT_H
#define RXT_OUTPUT_H

#include "rxt/err.h"
#include "rxt/team.h"

#include <stdbool.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Write an answer; return false as soon as something could not be written. */
typedef bool rxt_output_fn(FILE *file, const void *state);

/** Write a file by a function that gets it open.
 *
 *  path   in  the same on all ranks; "": nothing is written
 *  state  in  for `write`, which rank 0 alone calls
 *
 *  Errors:      RXT_E_OUTPUT  the file cannot be made or written to its end (all ranks agree)
 *  Collective:  yes
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_output_write(struct rxt_team *team, const char *path, rxt_output_fn *write,
                                          const void *state);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
