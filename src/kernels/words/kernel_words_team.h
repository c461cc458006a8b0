/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_team.h - the state of `words` on one rank, and the parts of a run over the team.
 */
#ifndef KERNEL_WORDS_TEAM_H
#define KERNEL_WORDS_TEAM_H

#include "kernel_words.h"

#include "rxt/kernel.h"
#include "rxt/text_input.h"

enum { WORDS_INPUT, WORDS_N, WORDS_SEED, WORDS_TOP, WORDS_OUTPUT }; /* parameters */
enum { WORDS_MAX_TOP = 100, WORDS_GRAIN = 32768 }; /* bytes a chunk, and a block of generated text */

/* What one thread counted. */
struct words_worker {
    struct words_table table;
    bool failed; /* memory ran out */
};

/* The partial result of a shard; hash does not depend on the order of its words. */
struct words_sum {
    uint64_t distinct, total, letters, hash, failed, pad[3];
};

/* The partial result of a chunk of text in the check. */
struct words_recount {
    uint64_t bytes, starts, letters, pad;
};

struct words_ranked {
    uint64_t count;
    size_t length;
    const unsigned char *letters;
};

/* The first words by count, ties in the order of their bytes. */
struct words_top {
    size_t n, room;
    struct words_ranked at[WORDS_MAX_TOP];
};

/* Memory that grows only. */
struct words_buffer {
    unsigned char *bytes;
    size_t room;
};

struct words {
    struct rxt_team *team;
    struct rxt_text_input text;
    const char *output;       /* file, "" for none */
    struct rxt_loop *scan;    /* bytes of the text                                */
    struct rxt_loop *recount; /* the same, with a partial result for the check    */
    struct rxt_loop *pack;    /* WORDS_SHARDS items for every rank                */
    struct rxt_loop *shards;  /* WORDS_SHARDS items over all ranks                */
    words_count_fn *count;
    struct words_worker *workers;
    struct words_buffer send, kept;
    size_t at[WORDS_SHARDS + 1]; /* where in `send` a shard begins */
    size_t *n_send;              /* bytes for every rank           */
    const unsigned char **parts; /* received: shard of the home x rank */
    struct words_table merged[WORDS_SHARDS];
    struct words_top shard_top[WORDS_SHARDS], top;
    struct words_sum sum;
};

/* As rxt_kernel has them. */
enum rxt_err words_open(void **state, struct rxt_team *team, const union rxt_value *values);
void words_close(void *state);

/** Bring the counts of all workers together, shard by shard; sets merged, shard_top, sum; collective. */
RXT_CHECKED
enum rxt_err words_merge(struct words *w);
/** Sum up the merged shards anew; collective. */
struct words_sum words_tally(struct words *w);

/** Find the first words of all shards; sets top, the same on all ranks; collective. */
RXT_CHECKED
enum rxt_err words_find_top(struct words *w);
/** Offer a word to the first ones. */
void words_top_offer(struct words_top *top, const struct words_ranked *word);

/** Check the counts; collective. */
RXT_CHECKED
enum rxt_err words_check(void *state);

/** Make room for n_bytes; false if memory ran out. */
RXT_CHECKED
bool words_buffer_grow(struct words_buffer *buffer, size_t n_bytes);

#endif
