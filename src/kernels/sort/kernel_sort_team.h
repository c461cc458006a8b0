/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_team.h - the state of `sort` on one rank, and the parts of a run over the team.
 *
 * n keys lie in chunks, and go to buckets that hold about equally many; both grids follow from n alone. A rank
 * is home to a block of chunks before, and to a block of buckets after.
 */
#ifndef KERNEL_SORT_TEAM_H
#define KERNEL_SORT_TEAM_H

#include "kernel_sort.h"

#include "rxt/input.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

/* The parameters. */
enum { SORT_INPUT, SORT_N, SORT_KEYS, SORT_SEED, SORT_OUTPUT };

enum {
    SORT_GRAIN = 65536,      /* keys a chunk: it and a scratch buffer fit a second-level cache  */
    SORT_MAX_CHUNKS = 16384, /* more keys make longer chunks                                    */
    SORT_BUCKET = 16384,     /* keys a bucket, until there are SORT_MAX_BUCKETS                 */
    SORT_MAX_BUCKETS = 1024,
    SORT_SAMPLES = 64, /* keys of a chunk that splitters are found from */
};

/* The partial result of a bucket, or of a chunk of input. */
struct sort_sum {
    uint64_t n, hash;     /* the sum of a function of each key                     */
    uint64_t first, last; /* keys                                                  */
    uint64_t falls;       /* keys that are smaller than the one before             */
    uint64_t pad[3];
};

struct sort {
    struct rxt_team *team;
    const struct sort_ops *ops;
    const char *input, *output; /* files, "" for none */
    enum sort_kind kind;
    uint64_t seed;
    size_t n, grain, n_buckets, row; /* row: offsets in the partial result of a chunk */
    struct rxt_input file;
    struct rxt_loop *sample;            /* chunks, with SORT_SAMPLES keys each         */
    struct rxt_loop *split;             /* chunks, with the places of their buckets    */
    struct rxt_loop *pack;              /* chunks, without a partial result            */
    struct rxt_loop *source;            /* chunks, with a sum each                     */
    struct rxt_loop *collect;           /* buckets, without a partial result           */
    struct rxt_loop *buckets;           /* buckets, with a sum each                    */
    struct rxt_span home, owned;        /* this rank's keys before; its buckets after  */
    size_t *first_chunk, *first_bucket; /* of each rank, and the end */
    struct rxt_pages keys;              /* before: keys of the home; after: of the buckets, sorted */
    struct rxt_pages parts;             /* the keys of the home, each chunk split to buckets       */
    struct rxt_pages send;              /* what leaves in a round */
    struct rxt_pages scratch;           /* scratch_room keys a thread */
    size_t room, send_room, scratch_room;
    struct sort_tree tree;
    uint64_t *samples;
    size_t *start;                  /* where each bucket begins in the sorted sequence, and the end */
    size_t *fill;                   /* keys that a bucket has got so far                            */
    size_t *at;                     /* of a chunk: where its part begins in what was received       */
    size_t *n_send, *send_at;       /* bytes for every rank; where a chunk's part for a rank goes in `send` */
    size_t n_rounds, round, widest; /* widest: the most keys that a rank sends or receives in a round */
    const uint64_t *recv;
};

/** Return the keys of a bucket of this rank, sorted after a run. */
uint64_t *sort_bucket(const struct sort *s, size_t bucket);

/** Return where bucket b begins among the keys of a chunk, for all b and the end. */
const uint32_t *sort_places(const struct sort *s, size_t chunk);

/** Copy every chunk's parts to the ranks and places that they belong to, and sort the buckets; collective. */
RXT_CHECKED
enum rxt_err sort_move(struct sort *s);

/** What struct rxt_kernel says of them. */
void sort_need(const union rxt_value *v, struct rxt_need *out);
RXT_CHECKED
enum rxt_err sort_open(void **out, struct rxt_team *team, const union rxt_value *v);
void sort_close(void *state);
void sort_reset(void *state);
RXT_CHECKED
enum rxt_err sort_check(void *state);

/** Write keys [first, last) of the unsorted input. */
void sort_input(const struct sort *s, size_t first, size_t last, uint64_t *keys);

#endif
