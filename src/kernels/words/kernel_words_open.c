/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_words_open.c - the text, written or mapped, and the tables of every worker.
 */
#include "kernel_words_team.h"

#include "rxt/isa.h"

#include <stdlib.h>

static enum rxt_err open_loops(struct words *w)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(w->team);
    struct rxt_loop_spec bytes = {.n_items = w->text.n_bytes, .grain = WORDS_GRAIN}, counted = bytes;
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

static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct words *w = context;
    rxt_text_input_fill(&w->text, chunk->first, chunk->last, chunk->index);
}

/* Have the text of the home ready, written or read once by the workers that count it. */
static enum rxt_err fill_text(struct words *w)
{
    const struct rxt_span home = rxt_loop_home(w->scan);
    const enum rxt_err err = rxt_text_input_settle(&w->text, w->team, home.first, home.last, 0);
    if (!err) {
        rxt_map_home(w->scan, fill, w);
    }
    return err;
}

enum rxt_err words_open(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct words));
    if (err) {
        return err;
    }
    static words_count_fn *const variants[RXT_ISAS] = {
        [RXT_ISA_PLAIN] = words_count_plain, [RXT_ISA_AVX512] = RXT_AVX512_OF(words_count_avx512)};
    struct words *w = *out;
    w->team = team;
    w->count = variants[rxt_isa_choose(team)];
    w->text = (struct rxt_text_input){.input = v[WORDS_INPUT].text,
                                      .write = words_sample_fill,
                                      .seed = (uint64_t)v[WORDS_SEED].integer,
                                      .n_bytes = (size_t)v[WORDS_N].integer};
    w->output = v[WORDS_OUTPUT].text;
    w->top.room = (size_t)v[WORDS_TOP].integer;
    for (size_t s = 0; s < WORDS_SHARDS; s++) {
        w->shard_top[s].room = w->top.room;
    }
    err = rxt_text_input_open(&w->text, team);
    err = err ? err : open_loops(w);
    err = err ? err : allocate(w);
    return err ? err : fill_text(w);
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

void words_close(void *state)
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
    rxt_text_input_close(&w->text);
    free(w->send.bytes);
    free(w->kept.bytes);
    free(w->n_send);
    free(w->parts);
    free(w);
}
