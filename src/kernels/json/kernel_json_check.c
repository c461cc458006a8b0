/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_check.c - the sums against what was drawn, and against a count of characters.
 *
 * In valid text, with strings taken out: brackets balance; members = colons; values = records + commas +
 * arrays and objects that are not empty. That needs no grammar, so it is no rerun of the scan.
 */
#include "kernel_json_team.h"

#include <math.h>

/* What a reader that knows strings and nothing else has seen. */
struct reader {
    bool in_string, is_escaped, in_line, opened; /* opened: the last character outside of strings opens */
};

static void read_outside(struct reader *r, struct json_recount *part, unsigned char c)
{
    if (c == ' ' || c == '\t' || c == '\r') {
        return;
    }
    if (c == '\n') {
        part->values += r->in_line;
        part->records += r->in_line;
        *r = (struct reader){.in_line = false};
        return;
    }
    const bool closes = c == ']' || c == '}';
    part->values += c == ',' || (r->opened && !closes);
    part->colons += c == ':';
    r->opened = c == '[' || c == '{';
    part->depth += r->opened - closes;
    r->in_string = c == '"';
    r->in_line = true;
}

static void read_inside(struct reader *r, unsigned char c)
{
    r->in_string = r->is_escaped || c != '"';
    r->is_escaped = !r->is_escaped && c == '\\';
}

static void recount_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct json *j = context;
    struct json_recount part = {.bytes = chunk->last - chunk->first};
    const struct rxt_span lines = json_lines(j, chunk->first, chunk->last);
    struct reader r = {.in_line = false};
    for (size_t i = lines.first; i < lines.last; i++) {
        if (r.in_string) {
            read_inside(&r, j->text.bytes[i]);
        } else {
            read_outside(&r, &part, j->text.bytes[i]);
        }
    }
    read_outside(&r, &part, '\n');
    if (!*j->text.input) {
        part.known = json_sample_known(part.bytes, j->text.seed, chunk->index);
    }
    *(struct json_recount *)chunk->partial = part;
}

static struct json_recount fold(const struct json *j)
{
    struct json_recount all = {.known = {.min = INT64_MAX, .max = INT64_MIN}};
    const struct json_recount *parts = rxt_partials(j->recount);
    for (size_t c = 0; c < rxt_loop_chunks(j->recount); c++) {
        all.bytes += parts[c].bytes;
        all.records += parts[c].records;
        all.colons += parts[c].colons;
        all.values += parts[c].values;
        all.depth += parts[c].depth;
        all.known.records += parts[c].known.records;
        all.known.quarters += parts[c].known.quarters;
        all.known.min = parts[c].known.min < all.known.min ? parts[c].known.min : all.known.min;
        all.known.max = parts[c].known.max > all.known.max ? parts[c].known.max : all.known.max;
    }
    return all;
}

/* Prices are quarters below 2^19 and at most 2^34 of them: their sum is exact as a double. */
static enum rxt_err check_known(const struct json *j, const struct json_known *known)
{
    const double sum = json_sum_round(j->sum.limb), want = (double)known->quarters / 4.0;
    const double min = known->records ? (double)known->min / 4.0 : INFINITY;
    const double max = known->records ? (double)known->max / 4.0 : -INFINITY;
    if (j->sum.records != known->records || j->sum.count != known->records || !(sum == want) ||
        !(j->sum.min == min) || !(j->sum.max == max)) {
        return rxt_fail(RXT_E_WRONG,
                        "json: %llu numbers of %llu records from %.17g to %.17g add up to %.17g, but %llu "
                        "from %.17g to %.17g were drawn, in all %.17g",
                        (unsigned long long)j->sum.count, (unsigned long long)j->sum.records, j->sum.min,
                        j->sum.max, sum, (unsigned long long)known->records, min, max, want);
    }
    return RXT_OK;
}

/* The mean lies between the extremes, within the rounding of the sum. */
static bool is_plausible(const struct json_part *sum)
{
    const double total = json_sum_round(sum->limb), n = (double)sum->count;
    if (sum->count == 0) {
        return total == 0.0;
    }
    const double mean = total / n, slack = 4.0 * 0x1p-53 * fmax(fabs(sum->min), fabs(sum->max));
    return sum->count <= sum->members && mean >= sum->min - slack && mean <= sum->max + slack;
}

enum rxt_err json_check(void *state)
{
    struct json *j = state;
    rxt_map(j->recount, recount_chunk, j);
    const struct json_recount all = fold(j);
    const struct json_part *sum = &j->sum;
    if (all.bytes != j->text.n_bytes || sum->bytes != all.bytes || sum->records != all.records ||
        sum->members != all.colons || sum->values != all.values || all.depth != 0 || !is_plausible(sum)) {
        return rxt_fail(
            RXT_E_WRONG,
            "json: %llu records, %llu values, %llu members were read; a count of characters finds "
            "%llu, %llu, %llu",
            (unsigned long long)sum->records, (unsigned long long)sum->values,
            (unsigned long long)sum->members, (unsigned long long)all.records, (unsigned long long)all.values,
            (unsigned long long)all.colons);
    }
    return *j->text.input || !j->is_default_field ? RXT_OK : check_known(j, &all.known);
}
