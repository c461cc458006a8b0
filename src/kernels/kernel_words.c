/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words.c - how often does each word of a text occur? Hashing, then merging over ranks.
 *
 * Every thread counts the words that start in its chunks, in tables of its own, cut into shards by
 * the hash; the shards are sent to the ranks that own them and merged. Counted: the bytes of the text, once.
 */
#include "kernel_isa.h"
#include "kernel_output.h"
#include "kernel_words_team.h"

#include "rxt/digest.h"

#include <stdlib.h>

enum { INPUT, N, SEED, TOP, OUTPUT };

static const struct rxt_param params[] = {
    [INPUT] = KERNEL_FILE("input", "text file; none: a text is generated"),
    [N] = {"n",
           "bytes",
           RXT_INTEGER,
           0,
           1099511627776.0,
           {"1000000", "67108864", "1073741824"},
           "length of the generated text"},
    [SEED] = KERNEL_SEED("which text is generated"),
    [TOP] = {"top",
             "words",
             RXT_INTEGER,
             0,
             WORDS_MAX_TOP,
             {"10", "10", "10"},
             "how many of the most frequent words"},
    [OUTPUT] = KERNEL_FILE("output", "file for those words and their counts"),
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
    const struct rxt_span home = rxt_loop_home(w->shards);
    w->workers = calloc((size_t)rxt_team_threads(w->team), sizeof *w->workers);
    w->n_send = calloc(n_ranks, sizeof *w->n_send);
    w->parts = calloc(n_ranks * WORDS_SHARDS, sizeof *w->parts);
    bool right = w->workers && w->n_send && w->parts;
    for (int t = 0; t < rxt_team_threads(w->team) && right; t++) {
        right = words_table_open(&w->workers[t].table, false);
    }
    for (size_t s = home.first; s < home.last && right; s++) {
        right = words_table_open(&w->merged[s], true);
    }
    return rxt_team_agree(
        w->team,
        right ? RXT_OK : rxt_fail(RXT_E_MEMORY, "words: tables of %d threads", rxt_team_threads(w->team)));
}

static void generate(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    unsigned char *text = w->pages.at;
    words_sample_fill(text + (chunk->first - w->base), chunk->last - chunk->first, w->seed, chunk->index);
}

static void touch(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    kernel_input_touch(&w->file, chunk->first, chunk->last);
}

/* Have the text of the home ready, written or read once by the workers that count it. */
static enum rxt_err fill(struct words *w)
{
    enum rxt_err err = RXT_OK;
    if (!*w->input) {
        const struct rxt_span home = rxt_loop_home(w->scan);
        err = kernel_pages_open(&w->pages, w->team, home.last - home.first);
        w->text = w->pages.at;
        w->base = home.first;
        w->n_text = home.last - home.first;
    }
    if (!err) {
        rxt_map_home(w->scan, *w->input ? touch : generate, w);
    }
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = kernel_state_open(out, team, sizeof(struct words));
    if (err) {
        return err;
    }
    static words_count_fn *const variants[KERNEL_ISAS] = {
        [KERNEL_PLAIN] = words_count_plain, [KERNEL_AVX512] = KERNEL_AVX512_OF(words_count_avx512)};
    struct words *w = *out;
    w->team = team;
    w->count = variants[kernel_isa_choose(team)];
    w->input = v[INPUT].text;
    w->output = v[OUTPUT].text;
    w->seed = (uint64_t)v[SEED].integer;
    w->top.room = (size_t)v[TOP].integer;
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        w->shard_top[s].room = w->top.room;
    }
    w->n_bytes = (size_t)v[N].integer;
    if (*w->input) {
        err = kernel_input_open(&w->file, team, w->input);
        w->text = w->file.bytes;
        w->n_text = w->n_bytes = w->file.n_bytes;
    }
    err = err ? err : open_loops(w);
    err = err ? err : allocate(w);
    return err ? err : fill(w);
}

static void reset(void *state)
{
    struct words *w = state;
    for (int t = 0; t < rxt_team_threads(w->team); t++) {
        w->workers[t].failed = false;
        words_table_clear(&w->workers[t].table);
    }
}

static void count_chunk(void *context, const struct rxt_chunk *chunk)
{
    struct words *w = context;
    struct words_worker *worker = &w->workers[chunk->worker];
    if (!w->count(&worker->table, w->text, w->n_text, chunk->first - w->base, chunk->last - w->base)) {
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

static bool write_top(FILE *file, const void *state)
{
    const struct words *w = state;
    bool written = true;
    for (size_t i = 0; i < w->top.n && written; i++) {
        const struct words_ranked *word = &w->top.at[i];
        written = fprintf(file, "%llu\t", (unsigned long long)word->count) > 0 &&
                  fwrite(word->letters, 1, word->length, file) == word->length && fputc('\n', file) == '\n';
    }
    return written;
}

static enum rxt_err output(void *state)
{
    const struct words *w = state;
    return kernel_output_write(w->team, w->output, write_top, w);
}

static void close_tables(struct words *w)
{
    for (int t = 0; w->workers && t < rxt_team_threads(w->team); t++) {
        words_table_close(&w->workers[t].table);
    }
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        words_table_close(&w->merged[s]);
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
    kernel_pages_close(&w->pages);
    kernel_input_close(&w->file);
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
