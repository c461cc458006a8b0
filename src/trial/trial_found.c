/* SPDX-License-Identifier: BSD-3-Clause
 * trial_found.c - what one rank said as JSON, and what all of them say together.
 */
#include "finder.h"

#include "find_number.h"

#include "fields.h"
#include "json.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const takes[] = {
    [RXT_TAKE_LAST] = "last", [RXT_TAKE_FIRST] = "first", [RXT_TAKE_SUM] = "sum", [RXT_TAKE_MAX] = "max"};

const char *rxt_take_name(enum rxt_take take)
{
    return takes[take];
}

enum rxt_err rxt_take_parse(const char *text, enum rxt_take *out)
{
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
        if (!strcmp(text, takes[i])) {
            *out = (enum rxt_take)i;
            return RXT_OK;
        }
    }
    return rxt_fail(RXT_E_USAGE, "--take '%s' must be last, first, sum or max", text);
}

json_t *rxt_found_to_json(const struct rxt_found *found)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:s, s:s, s:b, s:o, s:s}", "lines", rxt_json_count((double)found->n_lines),
        "long_lines", rxt_json_count((double)found->n_long), "metrics",
        rxt_json_count((double)found->n_metrics), "metric", rxt_json_real(found->metric), "metric_note",
        found->metric_note, "file_note", found->file_note, "expected", (int)found->is_expected, "answers",
        rxt_json_count((double)found->n_answers), "answer", found->answer);
}

static size_t count_at(struct rxt_fields *in, const json_t *json, const char *key)
{
    const double value = rxt_fields_real(in, json, key, 0.0, 9007199254740992.0);
    if (isnan(value)) {
        rxt_fields_wrong(in, key);
    }
    return isnan(value) ? 0 : (size_t)value;
}

static void text_at(struct rxt_fields *in, const json_t *json, const char *key, char *out, size_t room)
{
    const char *text = json_string_value(json_object_get(json, key));
    out[0] = '\0';
    if (text) {
        rxt_note_add(out, room, text, strlen(text));
    } else {
        rxt_fields_wrong(in, key);
    }
}

enum rxt_err rxt_found_from_json(const json_t *json, struct rxt_found *out)
{
    struct rxt_fields in = {"what a rank said", RXT_OK};
    const json_t *is_expected = json_object_get(json, "expected");
    *out = (struct rxt_found){.n_lines = count_at(&in, json, "lines"),
                              .n_long = count_at(&in, json, "long_lines"),
                              .n_metrics = count_at(&in, json, "metrics"),
                              .metric = rxt_fields_real(&in, json, "metric", -1e308, 1e308),
                              .is_expected = json_is_true(is_expected),
                              .n_answers = count_at(&in, json, "answers")};
    if (!json_is_boolean(is_expected)) {
        rxt_fields_wrong(&in, "expected");
    }
    text_at(&in, json, "metric_note", out->metric_note, sizeof out->metric_note);
    text_at(&in, json, "file_note", out->file_note, sizeof out->file_note);
    text_at(&in, json, "answer", out->answer, sizeof out->answer);
    return in.err;
}

/* How the numbers of several ranks become one. */
struct sum {
    size_t n_ranks, bad_rank, n_bad; /* that printed one; the lowest whose number is none */
    double value, least, most;
};

static struct sum add_up(enum rxt_take take, const struct rxt_found *of, size_t n)
{
    struct sum sum = {.value = NAN, .least = NAN, .most = NAN};
    for (size_t i = 0; i < n; i++) {
        const double here = of[i].metric;
        if (of[i].n_metrics == 0) {
            continue;
        }
        const bool is_first = sum.n_ranks++ == 0;
        if (!isfinite(here)) {
            sum.bad_rank = sum.n_bad++ == 0 ? i : sum.bad_rank;
        }
        sum.value = is_first               ? here
                    : take == RXT_TAKE_SUM ? sum.value + here
                    : take == RXT_TAKE_MAX ? fmax(sum.value, here)
                                           : sum.value;
        sum.least = fmin(sum.least, here);
        sum.most = fmax(sum.most, here);
    }
    return sum;
}

/* Why no line has a number: where it was looked for, and in how much. */
static void say_missing(const struct rxt_find_spec *spec, const struct rxt_found *of, size_t n, char *out,
                        size_t room)
{
    double n_lines = 0.0;
    for (size_t i = 0; i < n; i++) {
        n_lines += (double)of[i].n_lines;
    }
    if (n > 0 && of[0].file_note[0]) {
        snprintf(out, room, "it gave no number: %s", of[0].file_note);
    } else if (n_lines > 0.0) {
        snprintf(out, room, "it gave no number: of %.0f lines%s%s%s none matches --metric '%.300s'", n_lines,
                 spec->metric_file ? " with those of '" : "", spec->metric_file ? spec->metric_file : "",
                 spec->metric_file ? "'" : "", spec->metric);
    } else {
        snprintf(out, room, "it gave no number: it printed nothing%s%s%s", spec->metric_file ? ", and '" : "",
                 spec->metric_file ? spec->metric_file : "", spec->metric_file ? "' is empty" : "");
    }
}

static void gather_metric(const struct rxt_find_spec *spec, const struct rxt_found *of, size_t n,
                          struct rxt_finding *out)
{
    const struct sum sum = add_up(spec->take, of, n);
    const bool takes_one = spec->take == RXT_TAKE_LAST || spec->take == RXT_TAKE_FIRST;
    if (sum.n_ranks == 0) {
        say_missing(spec, of, n, out->why, sizeof out->why);
    } else if (!isfinite(sum.value) || (!takes_one && sum.n_bad > 0)) {
        snprintf(out->why, sizeof out->why, "it gave no number: rank %zu: %s", sum.bad_rank,
                 sum.n_bad > 0 ? of[sum.bad_rank].metric_note : "the sum is beyond what a number holds");
    } else if (!(sum.value > 0.0)) {
        snprintf(out->why, sizeof out->why,
                 "its number is %g: layouts are compared by ratios, so it must be above 0", sum.value);
    } else {
        out->metric = sum.value;
    }
    if (takes_one && isfinite(out->metric) && sum.most > sum.least) {
        snprintf(
            out->note, sizeof out->note,
            "%zu ranks printed different numbers, %g to %g: that of the lowest rank is taken; --take max or "
            "sum takes all",
            sum.n_ranks, sum.least, sum.most);
    }
}

/* "nan" would be the same text under all layouts. */
static bool is_not_finite(const char *answer)
{
    char *end = NULL;
    const double value = strtod(answer, &end);
    return end != answer && end[strspn(end, " ")] == '\0' && !isfinite(value);
}

void rxt_found_gather(const struct rxt_find_spec *spec, const struct rxt_found *of, size_t n,
                      struct rxt_finding *out)
{
    bool is_expected = false;
    size_t n_long = 0;
    *out = (struct rxt_finding){.metric = NAN};
    for (size_t i = 0; i < n; i++) {
        is_expected |= of[i].is_expected;
        n_long += of[i].n_long;
        if (!out->answer[0] && of[i].n_answers > 0) {
            memcpy(out->answer, of[i].answer, sizeof out->answer);
        }
    }
    if (spec->metric) {
        gather_metric(spec, of, n, out);
    }
    if (spec->expect && !is_expected) {
        snprintf(out->wrong, sizeof out->wrong, "no line of its output matches --expect '%.300s'",
                 spec->expect);
    } else if (spec->answer && !out->answer[0]) {
        snprintf(out->wrong, sizeof out->wrong, "no line of its output gives an answer for --answer '%.300s'",
                 spec->answer);
    }
    if (!out->wrong[0] && is_not_finite(out->answer)) {
        snprintf(out->wrong, sizeof out->wrong, "its answer is '%s'", out->answer);
    }
    if (n_long > 0 && !out->note[0]) {
        snprintf(out->note, sizeof out->note,
                 "of %zu lines longer than %d bytes only the beginning was looked at", n_long, RXT_LINE_MOST);
    }
}
