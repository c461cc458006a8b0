/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words.c - how often does each word of a text occur? Hashing, then merging over ranks.
 *
 * Every thread counts the words that start in its chunks, in tables of its own, cut into shards by
 * the hash; the shards are sent to the ranks that own them and merged. Counted: the bytes of the text, once.
 */
#include "kernel_words_team.h"

#include "rxt/digest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT, N, SEED, TOP, OUTPUT };

static const struct rxt_param params[] = {
    [INPUT] = {"input", "", RXT_TEXT, 0, 0, {"", "", ""}, "text file; none: a text is generated"},
    [N] = {"n",
           "bytes",
           RXT_INTEGER,
           0,
           1099511627776.0,
           {"1000000", "16777216", "400000000"},
           "length of the generated text"},
    [SEED] = {"seed", "", RXT_INTEGER, 0, 9007199254740992.0, {"1", "1", "1"}, "which text is generated"},
    [TOP] = {"top",
             "words",
             RXT_INTEGER,
             0,
             WORDS_MAX_TOP,
             {"10", "10", "10"},
             "how many of the most frequent words"},
    [OUTPUT] = {"output", "", RXT_TEXT, 0, 0, {"", "", ""}, "file for those words and their counts"},
    {.name = NULL},
};

/* The tables are small beside the text unless nearly all its words differ; then they take up to
 * 12 times the text. */
static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = *v[INPUT].text ? kernel_input_size(v[INPUT].text) : (double)v[N].integer;
    *out = (struct rxt_need){.split_bytes = n, .rank_bytes = sizeof(struct words) + 8e6};
}

static enum rxt_err open_loops(struct words *w)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(w->team);
    struct rxt_loop_spec bytes = {.n_items = w->n_bytes, .grain = WORDS_GRAIN}, counted = bytes;
    counted.n_partial_bytes = sizeof(struct words_recount);
    const struct rxt_loop_spec pack = {.n_items = n_ranks * WORDS_SHARDS, .grain = 1};
    const struct rxt_loop_spec shards = {
        .n_items = WORDS_SHARDS, .grain = 1, .n_partial_bytes = sizeof(struct words_sum)};
    enum rxt_err err = rxt_loop_open(&w->scan, w->team, &bytes);
    err = err ? err : rxt_loop_open(&w->recount, w->team, &counted);
    err = err ? err : rxt_loop_open(&w->pack, w->team, &pack);
    return err ? err : rxt_loop_open(&w->shards, w->team, &shards);
}

static enum rxt_err allocate(struct words *w)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(w->team);
    w->workers = calloc((size_t)rxt_team_threads(w->team), sizeof *w->workers);
    w->n_send = calloc(n_ranks, sizeof *w->n_send);
    w->parts = calloc(n_ranks * WORDS_SHARDS, sizeof *w->parts);
    const bool right = w->workers && w->n_send && w->parts;
    return rxt_team_agree(
        w->team,
        right ? RXT_OK : rxt_fail(RXT_E_MEMORY, "words: tables of %d threads", rxt_team_threads(w->team)));
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = kernel_state_open(out, team, sizeof(struct words));
    if (err) {
        return err;
    }
    struct words *w = *out;
    w->team = team;
    w->input = v[INPUT].text;
    w->output = v[OUTPUT].text;
    w->seed = (uint64_t)v[SEED].integer;
    w->top.room = (size_t)v[TOP].integer;
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        w->shard_top[s].room = w->top.room;
    }
    err = words_text_open(w, (size_t)v[N].integer);
    err = err ? err : open_loops(w);
    err = err ? err : allocate(w);
    return err ? err : words_text_fill(w);
}

static void reset(void *state)
{
    struct words *w = state;
    for (int t = 0; t < rxt_team_threads(w->team); t++) {
        w->workers[t].failed = false;
        for (size_t s = 0; s < WORDS_SHARDS; s++) {
            words_table_clear(&w->workers[t].shard[s]);
        }
    }
}

static void count_chunk(void *context, const struct rxt_chunk *chunk)
{
    struct words *w = context;
    struct words_worker *worker = &w->workers[chunk->worker];
    if (!words_count(worker->shard, w->text, w->n_text, chunk->first - w->base, chunk->last - w->base)) {
        worker->failed = true;
    }
}

static enum rxt_err run(void *state)
{
    struct words *w = state;
    rxt_map(w->scan, count_chunk, w);
    const enum rxt_err err = words_merge(w);
    return err ? err : words_find_top(w);
}

static uint64_t digest(void *state)
{
    struct words *w = state;
    return rxt_digest_word(words_tally(w).hash, w->n_bytes);
}

static void work(const void *state, struct rxt_work *out)
{
    const double n = (double)((const struct words *)state)->n_bytes;
    *out = (struct rxt_work){.items = n, .bytes = n, .messages = 4.0}; /* two exchanges with everyone */
}

/* A text without words has no count to damage, only their number. */
static void spoil(void *state)
{
    struct words *w = state;
    if (w->sum.total == 0) {
        w->sum.total = 1;
        return;
    }
    const struct rxt_span home = rxt_loop_home(w->shards);
    const struct words_sum *sums = rxt_partials(w->shards);
    size_t s = 0, slot = 0;
    while (sums[s].total == 0) {
        s++;
    }
    if (s >= home.first && s < home.last) {
        while (!w->merged[s].slots[slot].count) {
            slot++;
        }
        w->merged[s].slots[slot].count++;
    }
}

static enum rxt_err write_top(const struct words *w)
{
    FILE *file = fopen(w->output, "w");
    bool written = file != NULL;
    for (size_t i = 0; i < w->top.n && written; i++) {
        const struct words_ranked *word = &w->top.at[i];
        written = fprintf(file, "%llu\t", (unsigned long long)word->count) > 0 &&
                  fwrite(word->letters, 1, word->length, file) == word->length && fputc('\n', file) == '\n';
    }
    written = file && !fclose(file) && written;
    return written ? RXT_OK : rxt_fail(RXT_E_OUTPUT, "cannot write '%s': %s", w->output, strerror(errno));
}

static enum rxt_err output(void *state)
{
    struct words *w = state;
    if (!*w->output) {
        return RXT_OK;
    }
    return rxt_team_agree(w->team, rxt_team_rank(w->team) == 0 ? write_top(w) : RXT_OK);
}

static void close_tables(struct words *w)
{
    const int threads = w->workers ? rxt_team_threads(w->team) : 0;
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        words_table_free(&w->merged[s]);
        for (int t = 0; t < threads; t++) {
            words_table_free(&w->workers[t].shard[s]);
        }
    }
    free(w->workers);
}

static void close_state(void *state)
{
    struct words *w = state;
    if (!w) {
        return;
    }
    rxt_loop_close(w->scan);
    rxt_loop_close(w->recount);
    rxt_loop_close(w->pack);
    rxt_loop_close(w->shards);
    close_tables(w);
    words_text_close(w);
    free(w->send.bytes);
    free(w->kept.bytes);
    free(w->n_send);
    free(w->parts);
    free(w);
}

const struct rxt_kernel rxt_kernel_words = {
    .name = "words",
    .what = "how often each word of a text occurs",
    .category = "text",
    .formula = "count(word) = occurrences of the maximal run of letters, digits and bytes >= 0x80",
    .source = "Bentley, Knuth & McIlroy, CACM 29 (1986)",
    .params = params,
    .growth = 1.0,
    .need = need,
    .open = open_state,
    .reset = reset,
    .run = run,
    .check = words_check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
