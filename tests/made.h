/* SPDX-License-Identifier: BSD-3-Clause
 * made.h - studies made up in memory, with known times.
 */
#ifndef RXT_MADE_H
#define RXT_MADE_H

#include "journal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline struct rxt_sample *made_sample(const char *kernel, const char *layout, int round, double time_s)
{
    struct rxt_sample *s = calloc(1, sizeof *s);
    (void)!rxt_layout_parse(layout, &s->layout);
    s->kernel = strdup(kernel);
    s->launcher = strdup("none");
    s->params = json_object();
    s->n_times = 1;
    s->time_s = calloc(1, sizeof *s->time_s);
    s->time_s[0] = time_s;
    s->check = RXT_CHECK_PASS;
    s->has_digest = true;
    s->digest = 42;
    s->round = round;
    s->work = (struct rxt_work){.items = 1.0, .flop = 100.0};
    s->peak_node_bytes = 1e6;
    s->pss_node_bytes = 5e5;
    s->data_bytes = NAN;
    s->cpu_share = NAN;
    s->efficiency = (struct rxt_efficiency){1.0, 1.0, 1.0, 1.0, 1.0, time_s, 0.0, 1.0};
    return s;
}

/* A sample of a program that is measured by its own number; no rule for its answers. */
static inline struct rxt_sample *made_number(const char *name, const char *layout, int round, double value,
                                             bool higher_is_better)
{
    struct rxt_sample *s = made_sample(name, layout, round, 1.0);
    s->is_program = true;
    s->check = RXT_CHECK_NONE;
    s->has_digest = false;
    s->metric = calloc(1, sizeof *s->metric);
    s->metric[0] = value;
    s->unit = strdup("ns/day");
    s->higher_is_better = higher_is_better;
    s->efficiency = (struct rxt_efficiency){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    s->work = (struct rxt_work){NAN, NAN, NAN, NAN};
    return s;
}

static inline void made_add(struct rxt_study *study, struct rxt_sample *sample)
{
    study->samples = realloc(study->samples, (study->n_samples + 1) * sizeof(struct rxt_sample *));
    study->samples[study->n_samples++] = sample;
}

/* Let a study have this header, or read its own again, whose JSON was changed; takes json over. */
static inline void made_header(struct rxt_study *study, json_t *json)
{
    json = json ? json : json_incref(study->header->json);
    rxt_header_close(study->header);
    (void)!rxt_header_from_json(json, &study->header);
    json_decref(json);
}

static inline struct rxt_study *made_study(void)
{
    struct rxt_study *study = calloc(1, sizeof *study);
    made_header(study,
                json_pack("{s:s, s:s, s:[{s:s, s:b, s:{s:i}}], s:[s,s,s,s], s:s, s:f, s:{s:s}}", "schema",
                          RXT_SCHEMA_STUDY, "name", "made", "kernels", "name", "pi", "ceiling", 0, "params",
                          "n", 5, "layouts", "1x1", "1x2", "2x1", "2x1@none", "default_layout", "2x1@none",
                          "indifference", 0.01, "launch_lines", "2x1", "mpirun -n 2 rxt"));
    return study;
}

#endif
