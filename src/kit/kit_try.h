/* SPDX-License-Identifier: BSD-3-Clause
 * kit_try.h - one try of a kernel on a rig: what is asked, what was seen, how its ranks ended.
 *
 * The ranks are children of this process, so a kernel may crash, hang or leave in any of its functions.
 */
#ifndef RXT_KIT_TRY_H
#define RXT_KIT_TRY_H

#include "rig.h"
#include "trial.h"

#include "rxt/err.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    KIT_TEXT = 512,
    KIT_MAPS = 256,  /* loops of a run that are told one by one */
    KIT_WORKERS = 16 /* threads of a rank at most */
};

/* Where a rank is. */
enum kit_stage {
    KIT_BEGIN,
    KIT_OPEN,
    KIT_RESET,
    KIT_RUN,
    KIT_CHECK,
    KIT_DIGEST,
    KIT_SPOIL,
    KIT_CLOSE,
    KIT_END
};
const char *kit_stage_name(enum kit_stage stage);

/* A chunk that is left out of all loops of a run that have so many items in chunks of so many: one of them may do again
 * what another has done. */
struct kit_cut {
    bool is_on;
    size_t n_items, grain, chunk;
};

/* The memory that malloc gives: as it comes; at other addresses; of other bytes. */
enum kit_fresh { KIT_AS_IT_COMES, KIT_ELSEWHERE, KIT_FILLED };

struct kit_plan {
    const struct rxt_kernel *kernel;
    const union rxt_value *values;
    int ranks, threads;
    enum rxt_sched sched;
    enum rxt_rig_way way;
    int n_runs;           /* >= 1 */
    bool guards;          /* partial results stand before a page that nobody may touch... */
    unsigned char poison; /* ... and hold this before a body */
    enum kit_fresh fresh;
    bool watches;      /* what each worker wrote is compared; of a way in turn */
    bool counts;       /* allocations and I/O of the last run; blocks that a second life leaves behind */
    bool takes_memory; /* the peak of it all */
    bool spoils;       /* by the kernel itself; then check is asked again */
    struct kit_cut cut;
    double timeout_s;
};

/* What a worker is at, for the sentence on its end. */
struct kit_at {
    bool is_busy;
    size_t chunk, first, last;
};

struct kit_map {
    size_t n_items, grain, n_partial_bytes, n_chunks;
    size_t n_given; /* items of the chunks that this rank was given */
    uint64_t given; /* their numbers, folded so that each counts once, in any order */
};

/* What one rank saw, in memory that outlives it. */
struct kit_seen {
    enum kit_stage stage;
    enum rxt_err open_err, run_err, check_err, spoilt_err;
    char reason[KIT_TEXT]; /* of the first of them that is an error, or of check */
    bool has_digest;
    uint64_t digest, again; /* of the first run and of the last */
    double answer[2];       /* of a whole kernel, as digest and again */
    bool can_spoil;
    size_t n_maps; /* of the first run */
    struct kit_map maps[KIT_MAPS];
    struct kit_at at[KIT_WORKERS];
    char fault[KIT_TEXT];  /* a body wrote where it may not: the sentence */
    char writes[KIT_TEXT]; /* two workers wrote to the same bytes: the sentence */
    bool writes_unknown;
    double run_s; /* the last */
    bool knows_allocations, knows_io, knows_memory;
    double n_allocations, n_allocated_bytes; /* in the last run */
    double n_io;                             /* calls of read and write in it */
    double memory_bytes;                     /* that it held more at its peak, by all of it */
    double n_kept;                           /* blocks that a second life, from open to close, left behind */
};

enum kit_how { KIT_RETURNED, KIT_CRASHED, KIT_EXITED, KIT_HUNG };

struct kit_result {
    enum kit_how how;    /* the worst of its ranks */
    int rank;            /* whose */
    int status;          /* its exit status, or its signal */
    bool was_stopped;    /* by the user */
    char said[KIT_TEXT]; /* the last line on its standard output or error; "" */
    char race[KIT_TEXT]; /* what ThreadSanitizer says of the first race that it found; "" */
    struct kit_seen seen[RXT_RIG_RANKS];
};

/** Try a plan. The result says what happened, whatever that was.
 *
 *  Errors:  RXT_E_MEMORY, RXT_E_LAUNCH  the try itself could not be made; RXT_E_STOPPED
 */
RXT_CHECKED enum rxt_err kit_try(const struct kit_plan *plan, struct kit_result *out);

/** Be one rank of a try: all of the kernel's functions, in their order. */
void kit_rank_run(const struct kit_plan *plan, struct rxt_rig_ground *ground, int rank,
                  struct kit_seen *seen);

/** Let malloc give memory of that kind in this process from now on. */
void kit_fresh_memory(enum kit_fresh fresh);

#endif
