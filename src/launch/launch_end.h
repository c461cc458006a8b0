/* SPDX-License-Identifier: BSD-3-Clause
 * launch_end.h - why a launch ended as it did.
 */
#ifndef RXT_LAUNCH_END_H
#define RXT_LAUNCH_END_H

#include "launch.h"

struct rxt_text;

/** Read signal and rank, and the note, out of what a launcher said before it ended. */
void rxt_outcome_read(struct rxt_outcome *outcome, const struct rxt_launcher *launcher, const char *said);

/** Name what around this process is known to keep launches from coming up: a full /dev/shm, a long host name, variables
 *  of the user that tell the launcher what to do. "" if there is nothing. Each part begins with "; ". */
void rxt_launch_suspects(const struct rxt_launcher *launcher, char *out, size_t n_bytes);
/** The same from values: bytes free in /dev/shm, the host's name, and the environment (ended by NULL). */
void rxt_launch_suspects_of(const struct rxt_launcher *launcher, double shm_bytes, const char *host,
                            char *const *environment, char *out, size_t n_bytes);

#endif
