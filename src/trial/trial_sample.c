/* SPDX-License-Identifier: BSD-3-Clause
 * trial_sample.c - a sample as a line of JSON, and back. What was not measured is null, never 0.
 */
#include "sample.h"

#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text from outside, such as a file's name, need not be UTF-8; JSON must. */
static json_t *text(const char *bytes)
{
    const size_t n = bytes ? strlen(bytes) : 0;
    json_t *value = bytes ? json_string(bytes) : json_null();
    char *plain = value ? NULL : malloc(n + 1);
    for (size_t i = 0; plain && i <= n; i++) {
        plain[i] = (unsigned char)bytes[i] < 128 ? bytes[i] : '?';
    }
    value = plain ? json_string(plain) : value;
    free(plain);
    return value;
}

static json_t *times(const struct rxt_sample *s)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->n_times; i++) {
        json_array_append_new(list, rxt_json_real(s->time_s[i]));
    }
    return list;
}

/* { value: [], unit, higher_is_better }; null of what is measured by its time. */
static json_t *metric(const struct rxt_sample *s)
{
    json_t *list = s->metric ? json_array() : NULL;
    for (size_t i = 0; list && i < s->n_times; i++) {
        json_array_append_new(list, rxt_json_real(s->metric[i]));
    }
    return list ? json_pack("{s:o, s:o, s:b}", "value", list, "unit", text(s->unit), "higher_is_better",
                            (int)s->higher_is_better)
                : json_null();
}

static json_t *efficiency(const struct rxt_efficiency *e)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "parallel", rxt_json_real(e->parallel),
                     "mpi_load_balance", rxt_json_real(e->mpi_load_balance), "mpi_transfer",
                     rxt_json_real(e->mpi_transfer), "omp_load_balance", rxt_json_real(e->omp_load_balance),
                     "omp_overhead", rxt_json_real(e->omp_overhead), "useful_s", rxt_json_real(e->useful_s),
                     "mpi_s", rxt_json_real(e->mpi_s), "core_time", rxt_json_real(e->core_time));
}

/* Of a share that is not known, null. */
static json_t *disturbed(const struct rxt_sample *s)
{
    return isnan(rxt_sample_cpu_share(s)) ? json_null() : json_boolean(s->disturbed);
}

/* The fastest and the slowest thread; null of a launch in which they were not asked. */
static json_t *control(const struct rxt_sample *s)
{
    return s->control_s[0] > 0.0 ? json_pack("[f, f]", s->control_s[0], s->control_s[1]) : json_null();
}

json_t *rxt_sample_to_json(const struct rxt_sample *s)
{
    char layout[RXT_LAYOUT_BYTES], digest[20];
    snprintf(digest, sizeof digest, "%016llx", (unsigned long long)s->digest);
    const char *check = s->check == RXT_CHECK_PASS ? "pass" : s->check == RXT_CHECK_FAIL ? "fail" : NULL;
    json_t *json =
        json_pack("{s:s, s:s, s:O, s:s, s:s, s:i, s:i, s:i, s:s, s:s, s:s, s:o, s:s?, s:o, s:o, s:s?, s:o}",
                  "schema", RXT_SCHEMA_SAMPLE, "kernel", s->kernel, "params", s->params, "layout",
                  rxt_layout_text(&s->layout, layout, sizeof layout), "mode",
                  rxt_mode_name(rxt_layout_mode(&s->layout)), "nodes", s->layout.nodes, "ranks",
                  s->layout.ranks, "threads", s->layout.threads, "policy", rxt_policy_name(s->layout.policy),
                  "sched", rxt_sched_name(s->sched), "launcher", s->launcher, "time_s", times(s), "check",
                  check, "check_note", text(s->check_note), "answer", text(s->answer), "digest",
                  s->has_digest ? digest : NULL, "rejected", text(s->rejected));
    json_t *more = json_pack(
        "{s:{s:o, s:o, s:o, s:o}, s:{s:o, s:o, s:o}, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "work",
        "items", rxt_json_count(s->work.items), "flop", rxt_json_count(s->work.flop), "bytes",
        rxt_json_count(s->work.bytes), "messages", rxt_json_count(s->work.messages), "memory", "peak_node_B",
        rxt_json_count(s->peak_node_bytes), "pss_node_B", rxt_json_count(s->pss_node_bytes), "data_B",
        rxt_json_count(s->data_bytes), "cpu_share", rxt_json_real(rxt_sample_cpu_share(s)), "disturbed",
        disturbed(s), "setup_s", rxt_json_real(s->setup_s), "run_s", rxt_json_real(s->run_s), "placement",
        rxt_places_to_json(s->places, s->n_places), "efficiency", efficiency(&s->efficiency), "round",
        rxt_json_index(s->round), "launch", rxt_json_index(s->launch), "date", s->date);
    if (!json || !more || json_object_update(json, more) != 0) {
        json_decref(json);
        json = NULL;
    }
    json_decref(more);
    if (json) {
        json_object_set_new(json, "control_s", control(s));
    }
    if (json && s->is_whole) {
        json_object_set_new(json, "kind", json_string("whole"));
    }
    if (json && s->is_program) {
        json_object_set_new(json, "subject", json_string("program"));
        json_object_set_new(json, "metric", metric(s));
        json_object_set_new(json, "sched", json_null());
        json_object_set_new(json, "usage", rxt_usage_to_json(s->has_usage ? &s->usage : NULL));
        json_object_set_new(json, "unproven", text(s->unproven));
        json_object_set_new(json, "told", text(s->told));
        json_object_set_new(json, "mask_only", json_boolean(s->is_mask_only));
        json_object_set(json, "watched", s->watched ? s->watched : json_null());
    }
    return json;
}

/* No time is longer than 300 years, no count of work beyond what a double holds with room for a sum. */
static const double most_s = 1e10, most_count = 1e300, most_factor = 1e12, least_metric = 1e-300;

/* Reading: every getter notes the first field that is not what it should be. */
struct reader {
    const json_t *json;
    struct rxt_fields fields;
};

static const char *text_at(struct reader *in, const char *key, bool may_be_null)
{
    const json_t *value = json_object_get(in->json, key);
    if (!json_is_string(value) && !(may_be_null && (!value || json_is_null(value)))) {
        rxt_fields_wrong(&in->fields, key);
    }
    return json_string_value(value);
}

static char *copy(const char *text)
{
    return text ? strdup(text) : NULL;
}

static void read_times(struct reader *in, struct rxt_sample *s)
{
    const json_t *list = json_object_get(in->json, "time_s");
    const size_t n = json_array_size(list);
    s->time_s = calloc(n + 1, sizeof *s->time_s);
    if (!json_is_array(list)) {
        rxt_fields_wrong(&in->fields, "time_s");
        return;
    }
    for (size_t i = 0; s->time_s && i < n; i++) {
        const json_t *value = json_array_get(list, i);
        const double time_s = json_number_value(value);
        const bool is_time = json_is_number(value) && time_s > 0.0 && time_s <= most_s;
        s->time_s[i] = is_time ? time_s : NAN;
        if (!is_time && !json_is_null(value)) {
            rxt_fields_wrong(&in->fields, "time_s");
        }
    }
    s->n_times = n;
}

static void read_metric(struct reader *in, struct rxt_sample *s)
{
    const json_t *record = json_object_get(in->json, "metric");
    const json_t *list = json_object_get(record, "value"),
                 *higher = json_object_get(record, "higher_is_better");
    if (!record || json_is_null(record)) {
        return;
    }
    if (json_array_size(list) != s->n_times || !json_is_boolean(higher)) {
        rxt_fields_wrong(&in->fields, "metric");
        return;
    }
    s->metric = calloc(s->n_times + 1, sizeof *s->metric);
    s->unit = copy(json_string_value(json_object_get(record, "unit")));
    s->higher_is_better = json_is_true(higher);
    for (size_t i = 0; s->metric && i < s->n_times; i++) {
        s->metric[i] = json_is_null(json_array_get(list, i))
                           ? (double)NAN
                           : rxt_fields_real_at(&in->fields, list, i, "metric", least_metric, most_count);
    }
    if (!s->metric && in->fields.err == RXT_OK) {
        in->fields.err = rxt_fail(RXT_E_MEMORY, "no room for a sample");
    }
}

static void read_places(struct reader *in, struct rxt_sample *s)
{
    rxt_places_from_json(&in->fields, json_object_get(in->json, "placement"), &s->places, &s->n_places);
}

/* Samples of before tell the share alone. */
static bool read_disturbed(const json_t *json, double share)
{
    const json_t *told = json_object_get(json, "disturbed");
    return json_is_boolean(told) ? json_is_true(told) : rxt_cpu_share_is_disturbed(share);
}

static void read_measures(struct reader *in, struct rxt_sample *s)
{
    struct rxt_fields *f = &in->fields;
    const json_t *work = json_object_get(in->json, "work"), *e = json_object_get(in->json, "efficiency");
    const json_t *memory = json_object_get(in->json, "memory");
    s->work = (struct rxt_work){.items = rxt_fields_real(f, work, "items", 0.0, most_count),
                                .flop = rxt_fields_real(f, work, "flop", 0.0, most_count),
                                .bytes = rxt_fields_real(f, work, "bytes", 0.0, most_count),
                                .messages = rxt_fields_real(f, work, "messages", 0.0, most_count)};
    s->efficiency = (struct rxt_efficiency){
        .parallel = rxt_fields_real(f, e, "parallel", -most_factor, most_factor),
        .mpi_load_balance = rxt_fields_real(f, e, "mpi_load_balance", -most_factor, most_factor),
        .mpi_transfer = rxt_fields_real(f, e, "mpi_transfer", -most_factor, most_factor),
        .omp_load_balance = rxt_fields_real(f, e, "omp_load_balance", -most_factor, most_factor),
        .omp_overhead = rxt_fields_real(f, e, "omp_overhead", -most_factor, most_factor),
        .useful_s = rxt_fields_real(f, e, "useful_s", -most_s, most_s),
        .mpi_s = rxt_fields_real(f, e, "mpi_s", -most_s, most_s),
        .core_time = rxt_fields_real(f, e, "core_time", 0.0, 1.0)};
    s->peak_node_bytes = rxt_fields_real(f, memory, "peak_node_B", 0.0, most_count);
    s->pss_node_bytes = rxt_fields_real(f, memory, "pss_node_B", 0.0, most_count);
    s->data_bytes = rxt_fields_real(f, memory, "data_B", 0.0, most_count);
    s->cpu_share = rxt_fields_real(f, in->json, "cpu_share", 0.0, 1.0);
    s->disturbed = read_disturbed(in->json, s->cpu_share);
    const json_t *span_s = json_object_get(in->json, "control_s");
    for (size_t i = 0; i < 2; i++) {
        s->control_s[i] =
            json_is_array(span_s) ? rxt_fields_real_at(f, span_s, i, "control_s", 0.0, most_s) : (double)NAN;
    }
    s->setup_s = rxt_fields_real(f, in->json, "setup_s", 0.0, most_s);
    s->run_s = rxt_fields_real(f, in->json, "run_s", 0.0, most_s);
}

/* What the watches of a program told. */
static void read_usage(struct reader *in, struct rxt_sample *s)
{
    const json_t *usage = json_object_get(in->json, "usage");
    s->unproven = copy(text_at(in, "unproven", true));
    s->told = copy(text_at(in, "told", true));
    s->is_mask_only = json_is_true(json_object_get(in->json, "mask_only"));
    s->has_usage = json_is_object(usage);
    if (s->has_usage && rxt_usage_from_json(usage, &s->usage) != RXT_OK) {
        in->fields.err = RXT_E_INPUT;
    }
}

static void read_answer(struct reader *in, struct rxt_sample *s)
{
    const char *check = text_at(in, "check", true), *digest = text_at(in, "digest", true);
    s->check = !check ? RXT_CHECK_NONE : !strcmp(check, "pass") ? RXT_CHECK_PASS : RXT_CHECK_FAIL;
    s->check_note = copy(text_at(in, "check_note", true));
    s->answer = copy(text_at(in, "answer", true));
    s->rejected = copy(text_at(in, "rejected", true));
    s->has_digest = digest != NULL;
    s->digest = digest ? strtoull(digest, NULL, 16) : 0;
    if (digest && (strlen(digest) != 16 || digest[strspn(digest, "0123456789abcdefABCDEF")] != '\0')) {
        rxt_fields_wrong(&in->fields, "digest");
    }
    if (check && s->check == RXT_CHECK_FAIL && strcmp(check, "fail") != 0) {
        rxt_fields_wrong(&in->fields, "check");
    }
}

enum rxt_err rxt_sample_from_json(const json_t *json, struct rxt_sample **out)
{
    struct reader in = {json, {"a sample", RXT_OK}};
    const char *schema = text_at(&in, "schema", false), *layout = text_at(&in, "layout", false);
    const char *subject = text_at(&in, "subject", true);
    const char *sched = text_at(&in, "sched", subject != NULL), *date = text_at(&in, "date", true);
    struct rxt_sample *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s) {
        return rxt_fail(RXT_E_MEMORY, "no room for a sample");
    }
    if (schema && strcmp(schema, RXT_SCHEMA_SAMPLE) != 0) {
        rxt_fields_wrong(&in.fields, "schema");
    }
    s->kernel = copy(text_at(&in, "kernel", false));
    s->launcher = copy(text_at(&in, "launcher", false));
    s->is_program = subject && !strcmp(subject, "program");
    s->is_whole = !strcmp(rxt_json_text_at(json, "kind", ""), "whole");
    s->params = json_incref(json_object_get(json, "params"));
    s->watched = json_incref(json_object_get(json, "watched"));
    s->sched = sched && !strcmp(sched, "dynamic") ? RXT_DYNAMIC : RXT_STATIC;
    read_times(&in, s);
    read_metric(&in, s);
    read_answer(&in, s);
    read_measures(&in, s);
    read_usage(&in, s);
    read_places(&in, s);
    s->round = rxt_fields_int(&in.fields, json, "round", 0, RXT_MOST_ROUNDS - 1);
    s->launch = rxt_fields_int(&in.fields, json, "launch", 0, RXT_MOST_LAUNCHES - 1);
    snprintf(s->date, sizeof s->date, "%s", date ? date : "");
    if (in.fields.err == RXT_OK && rxt_layout_parse(layout, &s->layout) != RXT_OK) {
        rxt_fields_wrong(&in.fields, "layout");
    }
    if (in.fields.err == RXT_OK && !(s->kernel && s->launcher && s->time_s && s->places)) {
        in.fields.err = rxt_fail(RXT_E_MEMORY, "no room for a sample");
    }
    if (in.fields.err != RXT_OK) {
        rxt_sample_close(s);
        return in.fields.err;
    }
    *out = s;
    return RXT_OK;
}

void rxt_sample_close(struct rxt_sample *s)
{
    if (s) {
        json_decref(s->params);
        json_decref(s->watched);
        free(s->kernel);
        free(s->launcher);
        free(s->time_s);
        free(s->metric);
        free(s->unit);
        free(s->check_note);
        free(s->answer);
        free(s->places);
        free(s->unproven);
        free(s->told);
        free(s->rejected);
        free(s);
    }
}

bool rxt_sample_counts(const struct rxt_sample *s)
{
    bool is_timed = s->n_times > 0;
    for (size_t i = 0; i < s->n_times; i++) {
        is_timed &= s->time_s[i] > 0.0 && isfinite(s->time_s[i]);
        is_timed &= !s->metric || (s->metric[i] > 0.0 && isfinite(s->metric[i]));
    }
    const bool is_right =
        s->check == RXT_CHECK_PASS || ((s->is_program || s->is_whole) && s->check == RXT_CHECK_NONE);
    return is_right && !s->rejected && is_timed;
}

double rxt_sample_cpu_share(const struct rxt_sample *s)
{
    return !s->is_program ? s->cpu_share : s->has_usage ? s->usage.cpu_share : (double)NAN;
}
