/* SPDX-License-Identifier: BSD-3-Clause
 * journal_launch.c - one launch of a study as a line of JSON, and back. What was not measured is null, never 0.
 */
#include "journal_launch.h"

#include "fields.h"
#include "journal_quality.h"
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CORES = 100000000, MOST_TRIES = 1000000 };
static const double most_s = 1e10; /* no time is longer than 300 years */

#define END_NAME(name, text) [RXT_END_##name] = text,
static const char *const end_names[] = {RXT_END_LIST(END_NAME)};
#undef END_NAME
enum { ENDS = sizeof end_names / sizeof *end_names };

const char *rxt_end_name(enum rxt_end end)
{
    return end_names[end];
}

json_t *rxt_launched_to_json(const struct rxt_launched *l)
{
    char layout[RXT_LAYOUT_BYTES];
    json_t *subjects = json_array(), *run_s = json_array();
    for (size_t i = 0; i < l->n_subjects; i++) {
        json_array_append_new(subjects, json_string(l->subjects[i]));
        json_array_append_new(run_s, rxt_json_real(l->run_s[i]));
    }
    return json_pack("{s:s, s:i, s:i, s:i, s:i, s:s, s:o, s:s, s:o, s:i, s:o, s:o, s:s, s:o}", "schema",
                     RXT_SCHEMA_LAUNCH, "launch", l->launch, "round", l->round, "place", l->place, "try",
                     l->try, "layout", rxt_layout_text(&l->layout, layout, sizeof layout), "subjects",
                     subjects, "start", l->start, "wall_s", rxt_json_real(l->wall_s), "cores", l->cores,
                     "run_s", run_s, "cpu_share", rxt_json_real(l->cpu_share), "end", rxt_end_name(l->end),
                     "quality", rxt_quality_to_json(&l->quality));
}

static void read_end(struct rxt_fields *in, const json_t *json, struct rxt_launched *l)
{
    const char *name = json_string_value(json_object_get(json, "end"));
    size_t end = 0;
    while (name && end < ENDS && strcmp(name, end_names[end]) != 0) {
        end++;
    }
    l->end = end < ENDS ? (enum rxt_end)end : RXT_END_FAILED;
    if (!name || end == ENDS) {
        rxt_fields_wrong(in, "end");
    }
}

static enum rxt_err read_subjects(struct rxt_fields *in, const json_t *json, struct rxt_launched *l)
{
    const json_t *names = json_object_get(json, "subjects"), *run_s = json_object_get(json, "run_s");
    l->n_subjects = json_array_size(names);
    l->subjects = calloc(l->n_subjects + 1, sizeof *l->subjects);
    l->run_s = calloc(l->n_subjects + 1, sizeof *l->run_s);
    if (!json_is_array(names)) {
        rxt_fields_wrong(in, "subjects");
    }
    for (size_t i = 0; l->subjects && l->run_s && i < l->n_subjects; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        l->subjects[i] = strdup(name ? name : "");
        l->run_s[i] = rxt_fields_real_at(in, run_s, i, "run_s", 0.0, most_s);
        if (!name) {
            rxt_fields_wrong(in, "subjects");
        }
        if (!l->subjects[i]) {
            return rxt_fail(RXT_E_MEMORY, "no room for a launch");
        }
    }
    return l->subjects && l->run_s ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a launch");
}

/* A number that every launch has. */
static int whole(struct rxt_fields *in, const json_t *json, const char *key, int min, int most)
{
    const int value = rxt_fields_int(in, json, key, min, most);
    if (value < 0) {
        rxt_fields_wrong(in, key);
    }
    return value;
}

enum rxt_err rxt_launched_from_json(const json_t *json, struct rxt_launched **out)
{
    struct rxt_fields in = {"a launch", RXT_OK};
    const char *layout = json_string_value(json_object_get(json, "layout"));
    const char *start = json_string_value(json_object_get(json, "start"));
    struct rxt_launched *l = calloc(1, sizeof *l);
    *out = NULL;
    if (!l) {
        return rxt_fail(RXT_E_MEMORY, "no room for a launch");
    }
    l->launch = whole(&in, json, "launch", 0, RXT_MOST_LAUNCHES - 1);
    l->round = whole(&in, json, "round", 0, RXT_MOST_ROUNDS - 1);
    l->place = whole(&in, json, "place", 0, RXT_MOST_LAUNCHES - 1);
    l->try = whole(&in, json, "try", 0, MOST_TRIES);
    l->cores = whole(&in, json, "cores", 1, MOST_CORES);
    l->wall_s = rxt_fields_real(&in, json, "wall_s", 0.0, most_s);
    l->cpu_share = rxt_fields_real(&in, json, "cpu_share", 0.0, 1.0);
    l->quality = rxt_quality_from_json(&in, json_object_get(json, "quality"));
    snprintf(l->start, sizeof l->start, "%s", start ? start : "");
    read_end(&in, json, l);
    enum rxt_err err = read_subjects(&in, json, l);
    if (!err) {
        err = in.err;
    }
    if (!err) {
        err = rxt_layout_parse(layout ? layout : "", &l->layout);
    }
    if (err != RXT_OK) {
        rxt_launched_close(l);
        return err == RXT_E_MEMORY ? err : rxt_fail(RXT_E_INPUT, "%s", rxt_reason());
    }
    *out = l;
    return RXT_OK;
}

void rxt_launched_close(struct rxt_launched *l)
{
    if (l) {
        for (size_t i = 0; l->subjects && i < l->n_subjects; i++) {
            free(l->subjects[i]);
        }
        free(l->subjects);
        free(l->run_s);
        free(l);
    }
}
