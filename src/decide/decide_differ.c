/* SPDX-License-Identifier: BSD-3-Clause
 * decide_differ.c - in what two studies differ, and whether their times may yet be compared.
 */
#include "decide_differ.h"

#include "decide_valid.h"

#include "json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(struct rxt_differences *out, const char *what, const char *a, const char *b, bool hinders)
{
    struct rxt_difference *list = realloc(out->list, (out->n + 1) * sizeof *list);
    if (!list) {
        out->failed = true;
        return;
    }
    out->list = list;
    list[out->n] = (struct rxt_difference){strdup(what), strdup(a), strdup(b), hinders};
    out->failed |= !list[out->n].what || !list[out->n].a || !list[out->n].b;
    out->hinder |= hinders;
    out->n++;
}

static void add_hindering(void *context, const char *what, const char *a, const char *b)
{
    add(context, what, a, b, true);
}

static void add_factor(void *context, const char *what, const char *a, const char *b)
{
    add(context, what, a, b, false);
}

/* The fields of two objects that are named, as two objects for a comparison. */
static void compare_keys(struct rxt_differences *out, const json_t *a, const json_t *b,
                         const char *const *keys, rxt_change_fn each)
{
    json_t *then = rxt_json_fields(a, keys), *now = rxt_json_fields(b, keys);
    out->failed |= !then || !now;
    (void)rxt_conditions_compare(then, now, each, out); /* of what both have */
    json_decref(then);
    json_decref(now);
}

/* The processes that ran or waited in the minute before, "0.52 0.58 0.59 1/345 678"; NaN: not told. */
static double load_of(const struct rxt_header *header)
{
    const char *text = header->load;
    char *end = NULL;
    const double load = text ? strtod(text, &end) : (double)NAN;
    return text && end > text && isfinite(load) && load >= 0.0 ? load : (double)NAN;
}

/* The study before it left a load of up to all cores, and is no other load. */
static void compare_loads(struct rxt_differences *out, const struct rxt_header *a, const struct rxt_header *b)
{
    const double load_a = load_of(a), load_b = load_of(b), apart = fabs(load_a - load_b);
    const double cores = a->cores > 0 ? (double)a->cores : 1.0;
    char text_a[32], text_b[32];
    if (apart > 0.25 * cores) {
        snprintf(text_a, sizeof text_a, "%.4g", load_a);
        snprintf(text_b, sizeof text_b, "%.4g", load_b);
        add(out, "load before it", text_a, text_b, apart > cores);
    }
}

void rxt_headers_differ(struct rxt_differences *out, const struct rxt_header *a, const struct rxt_header *b)
{
    static const char *const machine[] = {"machine", NULL}, *const clock[] = {"governor", "boost", NULL},
                             *const pages[] = {"host", "transparent_hugepages", NULL},
                             *const scaling[] = {"scaling", NULL}, *const factors[] = {"mpi", "build", NULL},
                             *const how[] = {"launcher",      "binds", "sched", "smt",
                                             "oversubscribe", "reps",  NULL};
    json_t *of_a = rxt_conditions_of_study(a), *of_b = rxt_conditions_of_study(b);
    out->failed |= !of_a || !of_b;
    compare_keys(out, of_a, of_b, machine, add_hindering);
    compare_keys(out, a->machine, b->machine, clock, add_hindering);
    compare_keys(out, a->json, b->json, scaling, add_hindering);
    compare_keys(out, of_a, of_b, factors, add_factor);
    compare_keys(out, a->machine, b->machine, pages, add_factor);
    compare_keys(out, a->json, b->json, how, add_factor);
    compare_loads(out, a, b);
    json_decref(of_a);
    json_decref(of_b);
}

/* The digest of the layouts that are right, which is one. */
static const struct rxt_row *right_row(const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *right = NULL;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        right = row->has_digest && row->checked && row->verdict != RXT_IS_WRONG ? row : right;
    }
    return right;
}

/* By what a number is found, and which way it is better: numbers of two kinds are not compared. What else defines a program
 * may be what is compared. */
static void compare_definitions(struct rxt_differences *out, const json_t *a, const json_t *b)
{
    static const char *const measure[] = {"metric", "metric_file",      "take",   "unit",
                                          "copies", "higher_is_better", "answer", NULL},
                             *const how[] = {"env",     "whens",    "inputs", "templates", "stdin_file",
                                             "prepare", "launcher", "start",  "keep",      "no_preload",
                                             "warmup",  "check",    "expect", NULL};
    compare_keys(out, a, b, measure, add_hindering);
    compare_keys(out, a, b, how, add_factor);
}

void rxt_subjects_differ(struct rxt_differences *out, const struct rxt_study *a,
                         const struct rxt_verdict_of_kernel *of_a, const struct rxt_study *b,
                         const struct rxt_verdict_of_kernel *of_b)
{
    const struct rxt_row *right_a = right_row(of_a), *right_b = right_row(of_b);
    char text_a[24], text_b[24];
    /* A decision has no kernel that its header has not. */
    const struct rxt_entry *entry_a = rxt_header_entry(a->header, of_a->kernel),
                           *entry_b = rxt_header_entry(b->header, of_b->kernel);
    (void)rxt_conditions_compare(entry_a->params, entry_b->params, add_hindering, out);
    (void)rxt_conditions_compare(entry_a->files, entry_b->files, add_hindering, out);
    compare_definitions(out, entry_a->definition, entry_b->definition);
    if (out->n == 0 && a->header->scaling != RXT_SCALING_WEAK && right_a && right_b &&
        right_a->digest != right_b->digest) {
        snprintf(text_a, sizeof text_a, "%016" PRIx64, right_a->digest);
        snprintf(text_b, sizeof text_b, "%016" PRIx64, right_b->digest);
        add(out, "digest of the answer", text_a, text_b, true);
    }
}

void rxt_differences_free(struct rxt_differences *differences)
{
    for (size_t i = 0; i < differences->n; i++) {
        free(differences->list[i].what);
        free(differences->list[i].a);
        free(differences->list[i].b);
    }
    free(differences->list);
    *differences = (struct rxt_differences){0};
}
