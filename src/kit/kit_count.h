/* SPDX-License-Identifier: BSD-3-Clause
 * kit_count.h - allocations, I/O and memory of a stretch of this process.
 */
#ifndef RXT_KIT_COUNT_H
#define RXT_KIT_COUNT_H

#include "kit_try.h"

/** Begin a stretch, or end it and tell what was counted. */
void kit_count_begin(void);
void kit_count_end(struct kit_seen *seen);

/** Blocks that this process has taken and not given back, or all that it has taken; 0 where they are not counted. */
long kit_blocks_kept(void);
long kit_blocks_taken(void);
/** Let the peak of memory begin anew; tell how much more it was than now. */
void kit_memory_mark(struct kit_seen *seen);
void kit_memory_told(struct kit_seen *seen);

#endif
