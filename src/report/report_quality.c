/* SPDX-License-Identifier: BSD-3-Clause
 * report_quality.c - how quiet the machine was while it was measured, and what holds if it was not.
 */
#include "report_parts.h"

#include "decide_quality.h"
#include "json.h"
#include "json_text.h"

#include <math.h>
#include <stdio.h>

enum { SENTENCE_BYTES = 512 };

/* What a control group leaves of the cores is no disturbance while it is not used up, and yet all that there was. */
static void add_quota(struct rxt_document *out, const struct rxt_header *header)
{
    const double cpus = header->quota_cpus;
    if (cpus > 0.0 && header->cores > 0 && cpus < (double)header->cores) {
        rxt_document_add(
            out, RXT_BLOCK_ITEM, "quota",
            "a CPU quota leaves the %lld core%s of this machine the time of %.3g CPU%s (cgroup); layouts "
            "with more threads are tried only if --layouts names them",
            (long long)header->cores, header->cores == 1 ? "" : "s", cpus,
            fabs(cpus - 1.0) < 5e-3 ? "" : "s");
    }
}

void rxt_report_quality(struct rxt_document *out, const struct rxt_study *study)
{
    char text[SENTENCE_BYTES];
    struct rxt_calm calm;
    rxt_calm_find(study, &calm);
    rxt_calm_say(&calm, study, text, sizeof text);
    rxt_document_add(out, RXT_BLOCK_ITEM, "quality", "%s", text);
    rxt_calm_say_holds(&calm, text, sizeof text);
    if (text[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "still true", "%s", text);
    }
    add_quota(out, study->header);
}

bool rxt_report_was_disturbed(const struct rxt_study *study)
{
    struct rxt_calm calm;
    rxt_calm_find(study, &calm);
    return calm.fitness == RXT_DISTURBED;
}

void rxt_report_noise(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    char text[SENTENCE_BYTES] = "";
    const struct rxt_step *step = kernel->best ? &kernel->steps[kernel->best->step] : NULL;
    if (step) {
        rxt_noise_say(step->noise, step->n_confirming, text, sizeof text);
    }
    if (text[0]) { /* nothing is no text: it takes no room */
        rxt_text_add(out, "%s", text);
    }
}

static void add_number(struct rxt_document *out, const char *what, double least, double most, double unit,
                       const char *name)
{
    struct rxt_text text = {0};
    if (isnan(most)) {
        rxt_text_add(&text, "not measured");
    } else if (least == most || isnan(least)) {
        rxt_text_add(&text, "%.3g%s", most / unit, name);
    } else {
        rxt_text_add(&text, "%.3g to %.3g%s", least / unit, most / unit, name);
    }
    rxt_document_row(out, what, rxt_text_of(&text), NULL);
    rxt_text_free(&text);
}

static void add_count(struct rxt_document *out, const char *what, size_t n, size_t n_all)
{
    char text[64];
    snprintf(text, sizeof text, "%zu of %zu launches", n, n_all);
    rxt_document_row(out, what, n_all > 0 ? text : "not measured", NULL);
}

void rxt_report_calm(struct rxt_document *out, const struct rxt_study *study)
{
    struct rxt_calm calm;
    rxt_calm_find(study, &calm);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "The machine while it ran");
    rxt_document_titles(out, "name", "value", NULL);
    add_count(out, "threads had less than 95 % of a core in", calm.n_disturbed, calm.n_known);
    add_number(out, "least share of a core that a busy thread had", NAN, calm.least_share, 0.01, " %");
    add_count(out, "a CPU quota stopped it in", calm.n_stopped, calm.n_told);
    add_number(out, "stopped by a quota, in all", NAN, calm.n_told > 0 ? calm.stopped_s : (double)NAN, 1.0,
               " s");
    add_number(out, "most that the host took of the CPUs (steal)", NAN, calm.most_steal, 0.01, " %");
    add_number(out, "largest load of a minute", NAN, calm.most_load, 1.0, "");
    add_number(out, "most CPUs that others kept busy while nothing of rxt ran", NAN, calm.most_foreign, 1.0,
               "");
    add_number(out, "the same little work in each thread, fastest and slowest", calm.control_s[0],
               calm.control_s[1], 1e-3, " ms");
    add_number(out, "clock behind launches", calm.clock_Hz[0], calm.clock_Hz[1], 1e9, " GHz");
}

static json_t *pair_of(const double value[2])
{
    return isnan(value[0]) || isnan(value[1]) ? json_null() : json_pack("[f, f]", value[0], value[1]);
}

json_t *rxt_report_quality_json(const struct rxt_study *study)
{
    char line[SENTENCE_BYTES], holds[SENTENCE_BYTES];
    struct rxt_calm calm;
    rxt_calm_find(study, &calm);
    rxt_calm_say(&calm, study, line, sizeof line);
    rxt_calm_say_holds(&calm, holds, sizeof holds);
    json_t *object = json_pack(
        "{s:s, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "state", rxt_fitness_name(calm.fitness), "line",
        rxt_json_text(line), "holds", rxt_json_text(holds[0] ? holds : NULL), "launches_known",
        (json_int_t)calm.n_known, "launches_disturbed", (json_int_t)calm.n_disturbed, "values",
        (json_int_t)calm.n_values, "values_disturbed", (json_int_t)calm.n_lacking, "launches_told",
        (json_int_t)calm.n_told, "launches_throttled", (json_int_t)calm.n_stopped, "launches_stolen",
        (json_int_t)calm.n_stolen);
    json_object_set_new(object, "least_cpu_share", rxt_json_real(calm.least_share));
    json_object_set_new(object, "most_steal_share", rxt_json_real(calm.most_steal));
    json_object_set_new(object, "throttled_s", calm.n_told > 0 ? rxt_json_real(calm.stopped_s) : json_null());
    json_object_set_new(object, "most_load", rxt_json_real(calm.most_load));
    json_object_set_new(object, "most_foreign_cpus", rxt_json_real(calm.most_foreign));
    json_object_set_new(object, "control_s", pair_of(calm.control_s));
    json_object_set_new(object, "clock_Hz", pair_of(calm.clock_Hz));
    return object;
}
