/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_unknown.c - what the study did not measure, and why.
 */
#include "report_page.h"

#include "decide_quality.h"
#include "report_answer.h"

#include <math.h>
#include <string.h>

/* Say it once for all subjects that it holds of. */
static void add_subjects(struct rxt_document *out, const struct rxt_decision *decision, const char *what,
                         const char *why, bool (*holds)(const struct rxt_verdict_of_kernel *))
{
    struct rxt_text subjects = {0};
    for (size_t k = 0; k < decision->n_kernels; k++) {
        if (holds(&decision->kernels[k])) {
            rxt_text_add(&subjects, "%s%s", subjects.n > 0 ? ", " : "", decision->kernels[k].kernel);
        }
    }
    if (subjects.n > 0) {
        rxt_document_row(out, what, rxt_text_of(&subjects), why, NULL);
    }
    out->failed |= subjects.failed;
    rxt_text_free(&subjects);
}

static bool has_no_interval(const struct rxt_verdict_of_kernel *kernel)
{
    return rxt_answer_row(kernel) && !rxt_answer_row(kernel)->time_s.has_interval;
}

static bool has_no_bound(const struct rxt_verdict_of_kernel *kernel)
{
    return rxt_answer_row(kernel) && !isfinite(kernel->regret);
}

static bool has_no_work(const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    return row && !(row->rate_flop > 0.0) && !(row->rate_bytes > 0.0);
}

static bool has_no_ceiling(const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *row = rxt_answer_row(kernel);
    return row && !has_no_work(kernel) && !isfinite(row->share_flop) && !isfinite(row->share_bytes);
}

static bool has_no_factors(const struct rxt_verdict_of_kernel *kernel)
{
    return rxt_answer_row(kernel) && !isfinite(rxt_answer_row(kernel)->factors.parallel);
}

static bool has_no_memory(const struct rxt_verdict_of_kernel *kernel)
{
    return rxt_answer_row(kernel) && !isfinite(rxt_answer_row(kernel)->peak_node_bytes);
}

static bool has_no_serial(const struct rxt_verdict_of_kernel *kernel)
{
    return !kernel->serial || !isfinite(kernel->serial->time_s.value);
}

static bool has_no_plain(const struct rxt_verdict_of_kernel *kernel)
{
    return !kernel->plain || !isfinite(kernel->plain->time_s.value);
}

/* Of a scaling study alone. */
static bool has_no_curve(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->model.n_points > 0 && kernel->model.n_points < RXT_MODEL_POINTS;
}

static bool has_no_model(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->model.n_points >= RXT_MODEL_POINTS && kernel->model.fit.kind == RXT_MODEL_NONE;
}

static bool has_no_prediction(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->model.fit.kind != RXT_MODEL_NONE && kernel->model.refused[0];
}

static bool is_unchecked(const struct rxt_verdict_of_kernel *kernel)
{
    return rxt_report_is_unchecked(kernel);
}

/* Layouts that the study names and no subject has a time of. */
static void add_layouts(struct rxt_document *out, const struct rxt_decision *decision)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        struct rxt_text layouts = {0};
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        size_t n = 0;
        for (size_t r = 0; r < kernel->n_rows; r++) {
            const struct rxt_row *row = &kernel->rows[r];
            if (row->verdict == RXT_IS_NOT_RUN && n++ < 40) {
                rxt_text_add(&layouts, "%s%s", layouts.n > 0 ? ", " : "", row->text);
            }
        }
        if (n > 40) {
            rxt_text_add(&layouts, " and %zu more", n - 40);
        }
        if (n > 0) {
            rxt_text_add(&layouts, " of %s", kernel->kernel);
            rxt_document_row(out, "layouts", rxt_text_of(&layouts),
                             "never launched: the subject does not take them, or the study ended before",
                             NULL);
        }
        rxt_text_free(&layouts);
    }
}

/* What the machine did not tell. */
static void add_machine(struct rxt_document *out, const struct rxt_header *header)
{
    const char *key;
    const json_t *value;
    struct rxt_text names = {0};
    json_object_foreach((json_t *)(uintptr_t)header->machine, key, value)
    {
        if (json_is_null(value)) {
            rxt_text_add(&names, "%s%s", names.n > 0 ? ", " : "", key);
        }
    }
    if (names.n > 0) {
        rxt_document_row(out, rxt_text_of(&names), "the machine", "it does not tell", NULL);
    }
    out->failed |= names.failed;
    rxt_text_free(&names);
}

static void add_shares(struct rxt_document *out, const struct rxt_study *study)
{
    size_t n = 0;
    for (size_t i = 0; i < study->n_samples; i++) {
        n += isfinite(rxt_sample_cpu_share(study->samples[i])) != 0;
    }
    if (n < study->n_samples) {
        struct rxt_text of = {0};
        rxt_text_add(&of, "%zu of %zu samples", study->n_samples - n, study->n_samples);
        rxt_document_row(out, "whether every thread had its core", rxt_text_of(&of),
                         "their record does not tell: a disturbance there would not be seen", NULL);
        rxt_text_free(&of);
    }
}

/* What nobody looked at while it ran. */
static void add_calm(struct rxt_document *out, const struct rxt_study *study)
{
    struct rxt_calm calm;
    rxt_calm_find(study, &calm);
    if (calm.n_told == 0) {
        rxt_document_row(out, "what the host of a guest, and quotas, took", "all launches",
                         "the system, or the journal, does not tell", NULL);
    }
    if (isnan(calm.most_foreign)) {
        rxt_document_row(
            out, "who else kept CPUs busy", "all launches",
            "it takes pauses of 100 ms in which nothing of rxt runs, a fiftieth of a study at most", NULL);
    }
    if (isnan(calm.control_s[1])) {
        rxt_document_row(out, "how fast each core was", "all launches",
                         "rxt's own kernels alone are asked, where no two threads share a core", NULL);
    }
    if (json_array_size(study->header->nodes) > 1) {
        rxt_document_row(out, "quotas, load, others on the CPUs", "the other nodes",
                         "looked at where the study runs; threads tell of their cores everywhere", NULL);
    }
}

void rxt_page_unknown(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Not known: what was not measured, and why");
    rxt_document_titles(out, "what", "of", "why", NULL);
    rxt_document_row(
        out, "hardware counters, energy, frequency", "all",
        "rxt reads none: causes are told from counted work, and from where time was measured to go", NULL);
    add_subjects(out, decision, "an interval of the time", "fewer than 6 launches count", has_no_interval);
    add_subjects(out, decision, "how far the answer may be from the fastest",
                 "too few rounds that all layouts share, or a layout that is still open", has_no_bound);
    add_subjects(out, decision, "whether the answers are right", "no rule was given for them", is_unchecked);
    add_subjects(out, decision, "arithmetic and bytes a second", "it counts no flop and no bytes",
                 has_no_work);
    add_subjects(out, decision, "the share of this machine's ceilings",
                 "the ceilings were not measured under that layout", has_no_ceiling);
    add_subjects(out, decision, "the factors of efficiency",
                 "no account of its threads, or not of all of them", has_no_factors);
    add_subjects(out, decision, "peak memory", "the samples do not tell", has_no_memory);
    add_subjects(out, decision, "the gain over serial", "1x1 gave no time", has_no_serial);
    add_subjects(out, decision, "the price of the launcher's plain line", "it gave no time", has_no_plain);
    add_subjects(out, decision, "a model of the curve, and what more workers would bring",
                 "fewer than 5 numbers of workers have a time", has_no_curve);
    add_subjects(out, decision, "a model of the curve, and what more workers would bring",
                 "no model predicts held-out points better than the mean step", has_no_model);
    add_subjects(out, decision, "what more workers would bring", "fewer than 6 rounds have all points",
                 has_no_prediction);
    add_layouts(out, decision);
    add_shares(out, study);
    add_calm(out, study);
    add_machine(out, study->header);
}
