/* SPDX-License-Identifier: BSD-3-Clause
 * text_input.h - a text over the team: a file that every rank maps, or blocks that are generated where they live.
 *
 * A kernel sets input, write, seed and n_bytes, opens the text, makes a loop over its n_bytes, settles the bytes of
 * its home, and fills them in the body of rxt_map_home.
 */
#ifndef RXT_TEXT_INPUT_H
#define RXT_TEXT_INPUT_H

#include "rxt/input.h"
#include "rxt/memory.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Write block `block` of a generated text, n_bytes long; the same for the same seed and block. */
typedef void rxt_text_block_fn(unsigned char *out, size_t n_bytes, uint64_t seed, uint64_t block);

struct rxt_text_input {
    const char *input; /* a file; "": the text is generated */
    rxt_text_block_fn *write;
    uint64_t seed;
    size_t n_bytes;             /* of the whole text */
    const unsigned char *bytes; /* here: n_here of them, the first is byte number `base` of the text */
    size_t base, n_here;
    struct rxt_pages pages; /* generated */
    struct rxt_input file;  /* mapped    */
};

/** Return the length of the text in bytes for rxt_kernel.need: that of the file, or n if none is named.
 *
 *  Collective:  no
 *  Source:      own
 */
double rxt_text_input_size(const char *input, int64_t n);

/** Open the text: map the file, which sets n_bytes, or leave n_bytes that are still to be made.
 *
 *  text  inout  input, write, seed and n_bytes are set, all else is 0
 *
 *  Errors:      those of rxt_input_open
 *  Collective:  yes
 *  Memory:      close with rxt_text_input_close
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_text_input_open(struct rxt_text_input *text, struct rxt_team *team);

/** Make room for the bytes that live here, if there is no file.
 *
 *  first, last  in  bytes of the text, of this rank
 *  pad          in  bytes of room behind them
 *
 *  Errors:      RXT_E_MEMORY  a rank has no room (all ranks agree)
 *  Collective:  yes
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_text_input_settle(struct rxt_text_input *text, struct rxt_team *team,
                                               size_t first, size_t last, size_t pad);

/** Have a block ready: generated, or its pages read.
 *
 *  first, last  in  its bytes of the text
 *  block        in  its number: what a generated block is a function of
 *
 *  Collective:  no: to be called in the body of rxt_map_home, by the worker that will read it
 *  Source:      own
 */
void rxt_text_input_fill(const struct rxt_text_input *text, size_t first, size_t last, size_t block);

/** Give back the memory of a text.
 *
 *  text  inout  opened or zeroed
 *
 *  Collective:  no
 *  Source:      own
 */
void rxt_text_input_close(struct rxt_text_input *text);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
