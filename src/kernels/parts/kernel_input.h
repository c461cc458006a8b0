/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_input.h - a file as the input of a kernel: mapped by every rank, split at record borders.
 *
 * Every rank maps the whole file, and only the pages that it reads take memory, so a file may be
 * larger than the memory of a rank. A chunk of bytes [first, last) owns the records that begin in it; a
 * record that goes on behind `last` is read to its end.
 */
#ifndef KERNEL_INPUT_H
#define KERNEL_INPUT_H

#include "rxt/err.h"
#include "rxt/team.h"

#include <stddef.h>

struct kernel_input {
    const unsigned char *bytes; /* NULL if there are none; 4096 bytes behind them can be read as zeros */
    size_t n_bytes;
};

/** Map a file on every rank.
 *
 *  out   out  the file's bytes; {NULL, 0} for an empty file, and on error
 *  path  in   the same on all ranks, not ""
 *
 *  Errors:      RXT_E_INPUT  it is not a regular file, cannot be read, is larger than 1 TiB, or has
 *                            another length on another rank (all ranks agree)
 *  Collective:  yes
 *  Memory:      close with kernel_input_close
 *  Source:      own
 */
RXT_CHECKED
enum rxt_err kernel_input_open(struct kernel_input *out, struct rxt_team *team, const char *path);
void kernel_input_close(struct kernel_input *input);

/** Return the length of a file for rxt_kernel.need; 0 if there is none. */
double kernel_input_size(const char *path);

/** Read one byte of every page of [first, last), so that no page fault is left for a timed run. */
void kernel_input_touch(const struct kernel_input *input, size_t first, size_t last);

/** Return where the first record (line) that begins at or behind `at` does; n_bytes if none does. */
size_t kernel_input_record(const unsigned char *bytes, size_t n_bytes, size_t at);

#endif
