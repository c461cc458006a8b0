/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor.c - what are the prime factors of many numbers? Branches, and costs that differ by a thousand.
 *
 * Any rank may factor any number, so all ranks hold all numbers. A chunk's numbers run through their
 * curves side by side, which starts and ends slowly: chunks are as long as the balance allows.
 */
#include "kernel_factor_team.h"

#include "rxt/digest.h"

#include <stdlib.h>

enum { N, KIND, SEED, INPUT, OUTPUT };
enum { WANTED_CHUNKS = 64 };

static const struct rxt_param params[] = {
    [N] = {"n", "numbers", RXT_INTEGER, 1, 1e9, {"2000", "40000", "1000000"}, "numbers that are made"},
    [KIND] = {"kind", "", RXT_TEXT, 0, 0, {"random", "random", "random"}, "random, semiprime or prime"},
    [SEED] = RXT_PARAM_SEED("which numbers are made"),
    [INPUT] = RXT_PARAM_FILE("input", "file of numbers, one a line; none: they are made"),
    [OUTPUT] = RXT_PARAM_FILE("output", "file for the numbers and their factors"),
    {.name = NULL},
};

/* A line of a file has at least 2 bytes, and about 20 for numbers of 64 bits. */
static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = *v[INPUT].text ? rxt_input_size(v[INPUT].text) / FACTOR_DIGITS : (double)v[N].integer;
    *out = (struct rxt_need){.rank_bytes = n * sizeof(struct factor_answer) + sizeof(struct factor)};
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct factor *f = context;
    const size_t n = chunk->last - chunk->first;
    struct factor_answer *answers = f->answers + chunk->first;
    struct factor_part part = {.hash = RXT_DIGEST_START, .numbers = n};
    factor_numbers(&f->tools, answers, n, f->tasks + (size_t)chunk->worker * FACTOR_TASKS);
    for (size_t i = 0; i < n; i++) {
        part.hash = factor_hash(part.hash, &answers[i]);
    }
    *(struct factor_part *)chunk->partial = part;
}

/* Room for the numbers, and their values, on every rank. */
static enum rxt_err open_numbers(struct factor *f, const struct factor_source *source)
{
    enum rxt_err err = rxt_pages_open(&f->pages, f->team, f->n * sizeof *f->answers);
    if (err) {
        return err;
    }
    f->answers = f->pages.at;
    if (*f->input) {
        return rxt_team_agree(f->team, factor_read(f->input, f->file.bytes, f->file.n_bytes, f->answers));
    }
    for (size_t i = 0; i < f->n; i++) {
        f->answers[i].number = factor_number(source, i);
    }
    return RXT_OK;
}

static enum rxt_err open_loop(struct factor *f)
{
    const size_t n_tasks = (size_t)rxt_team_threads(f->team) * FACTOR_TASKS;
    enum rxt_err err = rxt_pages_open(&f->scratch, f->team, n_tasks * sizeof *f->tasks);
    f->tasks = f->scratch.at;
    const struct rxt_loop_spec spec = {.n_items = f->n,
                                       .grain = rxt_min(f->n / WANTED_CHUNKS + 1, FACTOR_GRAIN),
                                       .n_partial_bytes = sizeof(struct factor_part),
                                       .roams = true};
    return err ? err : rxt_loop_open(&f->loop, f->team, &spec);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    struct factor_source source = {.seed = (uint64_t)v[SEED].integer};
    enum rxt_err err = factor_kind_of(v[KIND].text, &source.kind);
    err = err ? err : rxt_state_open(out, team, sizeof(struct factor));
    if (err) {
        return err;
    }
    struct factor *f = *out;
    f->team = team;
    f->input = v[INPUT].text;
    f->output = v[OUTPUT].text;
    f->n = (size_t)v[N].integer;
    if (*f->input) {
        err = rxt_input_open(&f->file, team, f->input);
        f->n = factor_lines(f->file.bytes, f->file.n_bytes);
    }
    factor_tools_make(&f->tools, rxt_isa_choose(team));
    err = err ? err : open_numbers(f, &source);
    return err ? err : open_loop(f);
}

static enum rxt_err run(void *state)
{
    struct factor *f = state;
    rxt_map(f->loop, run_chunk, f);
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    const struct factor *f = state;
    const struct factor_part *parts = rxt_partials(f->loop);
    uint64_t all = rxt_digest_word(RXT_DIGEST_START, f->n);
    for (size_t c = 0; c < rxt_loop_chunks(f->loop); c++) {
        all = rxt_digest_word(all, parts[c].hash);
    }
    return all;
}

static void work(const void *state, struct rxt_work *out)
{
    *out = (struct rxt_work){.items = (double)((const struct factor *)state)->n};
}

/* One factor of a number in the middle. */
static void spoil(void *state)
{
    struct factor *f = state;
    const struct factor_part *parts = rxt_partials(f->loop);
    const size_t chunk = f->n ? f->n / 2 / parts[0].numbers : 0;
    if (f->n && rxt_loop_ran(f->loop, chunk)) {
        struct factor_answer *a = &f->answers[f->n / 2];
        if (a->n_large) {
            a->large[0] += 2;
        } else {
            a->small[0] = (uint16_t)(a->small[0] + 2);
        }
    }
}

static void close_state(void *state)
{
    struct factor *f = state;
    if (f) {
        rxt_loop_close(f->loop);
        rxt_pages_close(&f->pages);
        rxt_pages_close(&f->scratch);
        rxt_input_close(&f->file);
    }
    free(f);
}

const struct rxt_kernel rxt_kernel_factor = {
    .name = "factor",
    .what = "the prime factors of many 64-bit numbers",
    .category = "factoring",
    .stresses = "branches, very irregular",
    .formula = "number = product of its primes, by division and elliptic curves",
    .source = "Lenstra, Annals of Mathematics 126 (1987); Montgomery, Math. Comp. 44 (1985) and 48 (1987)",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = factor_check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .output = factor_output,
    .close = close_state,
};
