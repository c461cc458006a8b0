/* SPDX-License-Identifier: BSD-3-Clause
 * watch_wire.h - the records of ranks through the streams of their launcher.
 *
 * No file system need be shared, and launchers mix the output of ranks even within lines. So a record goes in lines that a
 * pipe takes at once, each with the nonce of the launch, its rank, its part and a checksum, and all of them twice, one after
 * all others. Any line that arrives whole, wherever it begins, counts. Open MPI hands on 4095 bytes of a rank at a time, and
 * cuts lines there: of lines of RXT_WIRE_LINE bytes that is a whole number.
 */
#ifndef RXT_WATCH_WIRE_H
#define RXT_WATCH_WIRE_H

#include "text.h"
#include "watched.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { RXT_WIRE_LINE = 315 /* with its end; 13 of them are 4095 */ };

/** Tell whether a text may be a nonce: 8 to 32 letters and digits. */
bool rxt_wire_is_nonce(const char *text);
/** Append the lines of a record, of RXT_WIRE_LINE bytes each, all of them twice. nonce is rxt_wire_is_nonce; rank >= 0. */
void rxt_wire_write(const struct rxt_watched *watched, const char *nonce, int rank, struct rxt_text *out);

/* Puts the lines of one launch together. */
struct rxt_wire;

/** Open an assembler for the records of n_ranks ranks.
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_wire_open(struct rxt_wire **out, const char *nonce, int n_ranks);
/** Hand over a line of the launcher's output, without its end. True if there is something of a wire in it, whole or
 *  not, of this launch or another: false is the launcher's own talk, or somebody else's. */
bool rxt_wire_feed(struct rxt_wire *wire, const char *line, size_t n_bytes);
/** Read the record of a rank; to be called once for each.
 *
 *  out  out  rxt_watched_free, also on error
 *
 *  Errors:  RXT_E_INPUT  it did not arrive: says what of it did; or it is none
 */
RXT_CHECKED enum rxt_err rxt_wire_take(struct rxt_wire *wire, int rank, struct rxt_watched *out);
void rxt_wire_close(struct rxt_wire *wire); /* accepts NULL */

#endif
