/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json.c - validate newline-delimited JSON and sum up a member: how fast are bytes parsed?
 *
 * A chunk owns the lines that begin in it. Every record is validated as a whole, whether it has the
 * member or not. Counted: the bytes of the text, once.
 */
#include "kernel_json_team.h"

#include "rxt/digest.h"
#include "rxt/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT, N, SEED, FIELD, OUTPUT };

static const char default_field[] = "price";

static const struct rxt_param params[] = {
    [INPUT] = RXT_PARAM_FILE("input", "file of JSON, one value a line; none: generated"),
    [N] = {"n",
           "bytes",
           RXT_INTEGER,
           0,
           1099511627776.0,
           {"4194304", "201326592", "3221225472"},
           "length of the generated text"},
    [SEED] = RXT_PARAM_SEED("which text is generated"),
    [FIELD] = {"field",
               "",
               RXT_TEXT,
               0,
               0,
               {default_field, default_field, default_field},
               "member whose numbers are summed"},
    [OUTPUT] = RXT_PARAM_FILE("output", "file for the counts, the sum and the extremes"),
    {.name = NULL},
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = rxt_text_input_size(v[INPUT].text, v[N].integer);
    *out = (struct rxt_need){.split_bytes = n, .rank_bytes = sizeof(struct json_part) * n / JSON_GRAIN};
}

static enum rxt_err open_loops(struct json *j)
{
    struct rxt_loop_spec spec = {
        .n_items = j->text.n_bytes, .grain = JSON_GRAIN, .n_partial_bytes = sizeof(struct json_part)};
    const enum rxt_err err = rxt_loop_open(&j->scan, j->team, &spec);
    spec.n_partial_bytes = sizeof(struct json_recount);
    return err ? err : rxt_loop_open(&j->recount, j->team, &spec);
}

static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct json *j = context;
    rxt_text_input_fill(&j->text, chunk->first, chunk->last, chunk->index);
}

static enum rxt_err fill_text(struct json *j)
{
    const struct rxt_span home = rxt_loop_home(j->scan);
    const enum rxt_err err = rxt_text_input_settle(&j->text, j->team, home.first, home.last, JSON_PAD);
    if (!err) {
        rxt_map_home(j->scan, fill, j);
    }
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    if (strlen(v[FIELD].text) > JSON_MAX_FIELD) {
        return rxt_fail(RXT_E_RANGE, "json: field '%s' has %zu bytes: at most %d", v[FIELD].text,
                        strlen(v[FIELD].text), JSON_MAX_FIELD);
    }
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct json));
    if (err) {
        return err;
    }
    static const json_scan_fn scans[RXT_ISAS] = {
        [RXT_ISA_PLAIN] = json_scan_plain, [RXT_ISA_AVX512] = RXT_AVX512_OF(json_scan_avx512)};
    struct json *j = *out;
    j->team = team;
    j->text = (struct rxt_text_input){.input = v[INPUT].text,
                                      .write = json_sample_fill,
                                      .seed = (uint64_t)v[SEED].integer,
                                      .n_bytes = (size_t)v[N].integer};
    j->output = v[OUTPUT].text;
    j->scan_lines = scans[rxt_isa_choose(team)];
    j->is_default_field = !strcmp(v[FIELD].text, default_field);
    json_field_set(&j->field, v[FIELD].text);
    err = rxt_text_input_open(&j->text, team);
    err = err ? err : open_loops(j);
    return err ? err : fill_text(j);
}

/* A block of generated text is a chunk and ends with its last line. The lines of a file may go on behind
 * the chunk; where one begins is sought no further than in the chunk, so a long line is passed over once. */
struct rxt_span json_lines(const struct json *j, size_t first, size_t last)
{
    if (!*j->text.input) {
        return (struct rxt_span){first - j->text.base, last - j->text.base};
    }
    const size_t begin = rxt_input_record(j->text.bytes, last, first);
    if (begin == last) {
        return (struct rxt_span){last, last};
    }
    return (struct rxt_span){begin, rxt_input_record(j->text.bytes, j->text.n_here, last)};
}

static void scan_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct json *j = context;
    struct json_part *part = chunk->partial;
    const struct rxt_span lines = json_lines(j, chunk->first, chunk->last);
    j->scan_lines(part, &j->field, j->text.bytes, lines.first, lines.last);
    part->bytes = chunk->last - chunk->first;
    part->at += j->text.base;
}

static enum rxt_err refuse(const struct json *j, const struct json_part *sum)
{
    if (!*j->text.input) {
        return rxt_fail(RXT_E_WRONG, "json: byte %llu of the generated text: %s", (unsigned long long)sum->at,
                        json_rule_text(sum->rule));
    }
    const unsigned char *line = j->text.bytes, *at = j->text.bytes + sum->at, *next;
    size_t number = 1;
    while ((next = memchr(line, '\n', (size_t)(at - line))) != NULL) {
        line = next + 1;
        number++;
    }
    return rxt_fail(RXT_E_INPUT, "input '%s', line %zu, byte %zu (byte %llu of the file): %s", j->text.input,
                    number, (size_t)(at - line) + 1, (unsigned long long)sum->at + 1,
                    json_rule_text(sum->rule));
}

static enum rxt_err run(void *state)
{
    struct json *j = state;
    rxt_map(j->scan, scan_chunk, j);
    const struct json_part *parts = rxt_partials(j->scan);
    j->sum = json_part_none();
    for (size_t c = 0; c < rxt_loop_chunks(j->scan); c++) {
        json_part_add(&j->sum, &parts[c]);
    }
    json_sum_carry(j->sum.limb);
    if (j->sum.rule != JSON_RIGHT) {
        return refuse(j, &j->sum);
    }
    return isfinite(json_sum_round(j->sum.limb))
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "json: the sum of '%s' is too large for a double", j->field.name);
}

static uint64_t digest(void *state)
{
    const struct json *j = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &j->sum, sizeof j->sum);
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct json *j = state;
    const struct json_part *sum = &j->sum;
    const int n =
        snprintf(text, n_bytes, "%llu records, %llu numbers of '%s'", (unsigned long long)sum->records,
                 (unsigned long long)sum->count, (const char *)j->field.name);
    if (sum->count && n > 0 && (size_t)n < n_bytes) {
        snprintf(text + n, n_bytes - (size_t)n, ": sum %.17g, %.17g to %.17g", json_sum_round(sum->limb),
                 sum->min, sum->max);
    }
}

static void work(const void *state, struct rxt_work *out)
{
    const struct json *j = state;
    *out = (struct rxt_work){.items = (double)j->text.n_bytes, .bytes = (double)j->text.n_bytes};
}

static void spoil(void *state)
{
    ((struct json *)state)->sum.records += 1;
}

static enum rxt_err output(void *state)
{
    const struct json *j = state;
    return rxt_output_write(j->team, j->output, json_part_write, &j->sum);
}

static void close_state(void *state)
{
    struct json *j = state;
    if (!j) {
        return;
    }
    rxt_loop_close(j->scan);
    rxt_loop_close(j->recount);
    rxt_text_input_close(&j->text);
    free(j);
}

const struct rxt_kernel rxt_kernel_json = {
    .name = "json",
    .what = "validate JSON records, sum up a member",
    .category = "parsing",
    .stresses = "bytes, branches",
    .formula = "count, sum, min, max of record.field over the lines of a text, each valid by RFC 8259",
    .source = "RFC 8259; Langdale & Lemire, VLDB J. 28 (2019); Keiser & Lemire, SPE 51 (2021)",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = json_check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
