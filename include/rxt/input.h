/* SPDX-License-Identifier: BSD-3-Clause
 * input.h - a file as the input of a kernel: mapped by every rank, split at the borders of its records.
 *
 * Every rank maps the whole file, and only the pages that it reads take memory, so a file may be larger than the
 * memory of a rank. A chunk of bytes [first, last) owns the records (lines) that begin in it; a record that goes on
 * behind `last` is read to its end:
 *
 *     for (size_t at = rxt_input_record(bytes, n, first); at < last; at = rxt_input_record(bytes, n, at + 1))
 */
#ifndef RXT_INPUT_H
#define RXT_INPUT_H

#include "rxt/err.h"
#include "rxt/team.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct rxt_input {
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
 *  Memory:      close with rxt_input_close
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_input_open(struct rxt_input *out, struct rxt_team *team, const char *path);

/** Unmap a file and set the struct back to {NULL, 0}.
 *
 *  input  inout  opened, or zeroed: then nothing is done
 *
 *  Collective:  no
 *  Source:      own
 */
void rxt_input_close(struct rxt_input *input);

/** Return the length of a file in bytes, for rxt_kernel.need; 0 if there is none.
 *
 *  Collective:  no
 *  Source:      own
 */
double rxt_input_size(const char *path);

/** Read one byte of every page of [first, last), so that no page fault is left for a timed run.
 *
 *  first, last  in  bytes of the file, first <= last <= n_bytes
 *
 *  Collective:  no: to be called in the body of rxt_map_home, by the worker that will read them
 *  Source:      own
 */
void rxt_input_touch(const struct rxt_input *input, size_t first, size_t last);

/** Return where the first record that begins at or behind `at` does: byte 0, or behind a line feed.
 *
 *  bytes    in  n_bytes of them
 *  at       in  any number
 *
 *  Returns n_bytes if no record begins there.
 *
 *  Collective:  no
 *  Source:      own
 */
size_t rxt_input_record(const unsigned char *bytes, size_t n_bytes, size_t at);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
