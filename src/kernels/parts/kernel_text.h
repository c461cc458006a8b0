/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_text.h - a text over the team: a file that every rank maps, or blocks that are generated where they live.
 */
#ifndef KERNEL_TEXT_H
#define KERNEL_TEXT_H

#include "kernel_input.h"
#include "kernel_parts.h"

#include <stdint.h>

/** Write block `block` of a generated text, n_bytes long. */
typedef void kernel_text_fn(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);

struct kernel_text {
    const char *input; /* a file; "": the text is generated */
    kernel_text_fn *write;
    uint64_t seed;
    size_t n_bytes;             /* of the whole text */
    const unsigned char *bytes; /* here: n_here of them, the first is byte number `base` of the text */
    size_t base, n_here;
    struct kernel_pages pages; /* generated */
    struct kernel_input file;  /* mapped    */
};

/** Return the length of the text for rxt_kernel.need: that of the file, or n if none is named. */
double kernel_text_size(const char *input, int64_t n);

/** Open the text: the file, whose errors are those of kernel_input_open, or n_bytes that are still to be made;
 *  input, write, seed and n_bytes are set before. Collective. */
RXT_CHECKED
enum rxt_err kernel_text_open(struct kernel_text *text, struct rxt_team *team);

/** Make room for bytes [first, last), those that live here, and `pad` more, if there is no file. Collective. */
RXT_CHECKED
enum rxt_err kernel_text_settle(struct kernel_text *text, struct rxt_team *team, size_t first, size_t last,
                                size_t pad);

/** Have block `block`, bytes [first, last), ready: generated, or its pages read. By the worker that will use it. */
void kernel_text_fill(const struct kernel_text *text, size_t first, size_t last, size_t block);

void kernel_text_close(struct kernel_text *text);

#endif
