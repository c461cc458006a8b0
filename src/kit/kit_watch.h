/* SPDX-License-Identifier: BSD-3-Clause
 * kit_watch.h - what stands between the team and the bodies of a rank: it counts items, guards partial results, leaves
 * chunks out, compares memory.
 */
#ifndef RXT_KIT_WATCH_H
#define RXT_KIT_WATCH_H

#include "kit_try.h"

/* The room of one worker for a partial result: pages between two that nobody may touch. */
struct kit_room {
    char *pages; /* the first behind the guard; NULL: none yet */
    size_t n_bytes;
};

/* Memory of the process as it was, and who changed it since; kit_memory.c. */
struct kit_memory;

struct kit_watch {
    const struct kit_plan *plan;
    struct kit_seen *seen;
    struct rxt_loop_spec spec; /* of the loop that runs */
    size_t map;                /* of this run, from 0 */
    bool is_first_run;
    bool is_running; /* in run, and not in open */
    struct kit_room rooms[KIT_WORKERS];
    bool looks; /* at the memory of this loop */
    int n_looks;
    int worker;        /* whose turn it is, of a way in turn; -1 */
    size_t turn_first; /* its first item */
    struct kit_memory *memory;
};

/** Fill the hands of a rig. */
void kit_watch_begin(struct kit_watch *watch, const struct kit_plan *plan, struct kit_seen *seen,
                     struct rxt_rig *rig);
/** Tell that a run begins, or that no run is any more. */
void kit_watch_run(struct kit_watch *watch, int run, bool is_running);

/** Place a partial result at the end of a worker's room, with what it must not be read as; check it and take it out. */
void *kit_room_enter(struct kit_watch *watch, const struct rxt_chunk *chunk);
void kit_room_leave(struct kit_watch *watch, const struct rxt_chunk *chunk, const void *partial);
/** Make the rooms large enough for a loop. */
void kit_rooms_fit(struct kit_watch *watch);
/** Let this process tell of a write into a guard before it ends. */
void kit_rooms_listen(struct kit_watch *watch);

/** Remember all memory of the kernel; then, behind the turn of a worker, find what it wrote. */
void kit_memory_begin(struct kit_watch *watch);
void kit_memory_turn(struct kit_watch *watch, int worker);
void kit_memory_end(struct kit_watch *watch);

#endif
