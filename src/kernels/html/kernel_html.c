/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_html.c - tokenise HTML pages: tags by name, links, comments, lengths of text.
 *
 * A chunk owns the pages that begin in it and reads each to its end. Counted: the bytes of the pages, once.
 */
#include "kernel_html_totals.h"

#include "rxt/digest.h"
#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/output.h"
#include "rxt/text_input.h"

#include <stdio.h>
#include <stdlib.h>

enum { INPUT, N, SEED, OUTPUT };
enum { MAX_CHUNKS = 8192 };

static const struct rxt_param params[] = {
    [INPUT] = RXT_PARAM_FILE("input", "file of pages; none: pages are generated"),
    [N] = {"n",
           "bytes",
           RXT_INTEGER,
           0,
           1099511627776.0,
           {"4194304", "134217728", "2147483648"},
           "length of the generated pages"},
    [SEED] = RXT_PARAM_SEED("which pages are generated"),
    [OUTPUT] = RXT_PARAM_FILE("output", "file for the counts"),
    {.name = NULL},
};

struct state {
    struct rxt_team *team;
    struct rxt_text_input text;
    const char *output;    /* file, "" for none */
    size_t grain;          /* bytes of a chunk, but the last one takes the rest too */
    struct rxt_loop *loop; /* its items are chunks of bytes, each with its totals */
    html_tokens_fn *tokens;
    struct html_book book;
    struct html_totals totals;
};

/* Chunks grow with the pages, so that the totals of all chunks stay small. */
static size_t grain_of(size_t n_bytes)
{
    size_t grain = HTML_GRAIN;
    while (n_bytes / grain > MAX_CHUNKS) {
        grain *= 2;
    }
    return grain;
}

static size_t chunks_of(size_t n_bytes)
{
    return rxt_max(1, n_bytes / grain_of(n_bytes));
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = rxt_text_input_size(v[INPUT].text, v[N].integer);
    *out = (struct rxt_need){.split_bytes = n,
                             .rank_bytes = sizeof(struct state) +
                                           (double)chunks_of((size_t)n) * sizeof(struct html_totals)};
}

/* The last chunk ends with the pages: a generated block is never too short for a page because n is odd. */
static struct rxt_span bytes_of(const struct state *s, size_t first, size_t last)
{
    return (struct rxt_span){first * s->grain,
                             last == rxt_loop_chunks(s->loop) ? s->text.n_bytes : last * s->grain};
}

static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    const struct rxt_span bytes = bytes_of(s, chunk->first, chunk->last);
    rxt_text_input_fill(&s->text, bytes.first, bytes.last, chunk->index);
}

static enum rxt_err open_pages(struct state *s)
{
    const struct rxt_span home = rxt_loop_home(s->loop);
    const bool any = home.first < home.last;
    const struct rxt_span bytes = any ? bytes_of(s, home.first, home.last) : (struct rxt_span){0, 0};
    return rxt_text_input_settle(&s->text, s->team, bytes.first, bytes.last, 0);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    static html_tokens_fn *const variants[RXT_ISAS] = {
        [RXT_ISA_PLAIN] = html_tokens_plain, [RXT_ISA_AVX512] = RXT_AVX512_OF(html_tokens_avx512)};
    struct state *s = *out;
    s->team = team;
    s->text = (struct rxt_text_input){.input = v[INPUT].text,
                                      .write = html_sample_fill,
                                      .seed = (uint64_t)v[SEED].integer,
                                      .n_bytes = (size_t)v[N].integer};
    s->output = v[OUTPUT].text;
    s->tokens = variants[rxt_isa_choose(team)];
    html_book_fill(&s->book);
    err = rxt_text_input_open(&s->text, team);
    s->grain = grain_of(s->text.n_bytes);
    const struct rxt_loop_spec spec = {
        .n_items = chunks_of(s->text.n_bytes), .grain = 1, .n_partial_bytes = sizeof(struct html_totals)};
    err = err ? err : rxt_loop_open(&s->loop, team, &spec);
    err = err ? err : open_pages(s);
    if (!err) {
        rxt_map_home(s->loop, fill, s);
    }
    return err;
}

static void count(const struct state *s, const struct rxt_chunk *chunk, html_tokens_fn *tokens)
{
    const struct rxt_span bytes = bytes_of(s, chunk->first, chunk->last);
    struct html_totals *sum = chunk->partial;
    *sum = (struct html_totals){.pages = 0};
    html_pages(tokens, &s->book, s->text.bytes, s->text.n_here, bytes.first - s->text.base,
               bytes.last - s->text.base, sum);
}

static void count_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    count(s, chunk, s->tokens);
}

/* What a chunk must hold: from the draws of its pages, or by the slow tokeniser. */
static void expect_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    if (*s->text.input) {
        count(s, chunk, html_tokens_literal);
        return;
    }
    const struct rxt_span bytes = bytes_of(s, chunk->first, chunk->last);
    struct html_totals *sum = chunk->partial;
    *sum = (struct html_totals){.pages = 0};
    html_sample_totals(sum, bytes.last - bytes.first, s->text.seed, chunk->index);
}

static struct html_totals totals_of(struct state *s, rxt_body_fn body)
{
    struct html_totals all = {.pages = 0};
    rxt_map(s->loop, body, s);
    const struct html_totals *parts = rxt_partials(s->loop);
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        html_totals_add(&all, &parts[c]);
    }
    return all;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    s->totals = totals_of(s, count_chunk);
    return RXT_OK;
}

static enum rxt_err check(void *state)
{
    struct state *s = state;
    const struct html_totals want = totals_of(s, expect_chunk);
    return html_totals_compare(&s->totals, &want); /* the same on all ranks: both come from partial results */
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &s->totals, sizeof s->totals);
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct state *s = state;
    const struct html_totals *t = &s->totals;
    uint64_t tags = 0;
    for (int i = 0; i < HTML_TAGS; i++) {
        tags += t->tags[i];
    }
    snprintf(text, n_bytes, "start tags: %llu, links: %llu; %llu bytes of text, %llu of scripts and styles",
             (unsigned long long)tags, (unsigned long long)t->links, (unsigned long long)t->text_bytes,
             (unsigned long long)t->raw_bytes);
}

static void work(const void *state, struct rxt_work *out)
{
    const double n = (double)((const struct state *)state)->text.n_bytes;
    *out = (struct rxt_work){.items = n, .bytes = n};
}

static void spoil(void *state)
{
    ((struct state *)state)->totals.text_bytes++;
}

static enum rxt_err output(void *state)
{
    const struct state *s = state;
    return rxt_output_write(s->team, s->output, html_totals_write, &s->totals);
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        rxt_text_input_close(&s->text);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_html = {
    .name = "html",
    .what = "tags, links and text of HTML pages",
    .category = "parsing",
    .stresses = "a state machine",
    .formula = "tokens of every page, counted by kind and name; sum of hashes of href values",
    .source = "HTML Living Standard, 13.2.5 Tokenization (WHATWG)",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
