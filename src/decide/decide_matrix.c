/* SPDX-License-Identifier: BSD-3-Clause
 * decide_matrix.c - all that is known of each kernel: its layouts, their verdicts, what they gain, and the line of the one to use.
 */
#include "decide_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *rxt_verdict_name(enum rxt_verdict verdict)
{
#define NAME(name, text) [RXT_IS_##name] = text,
    static const char *const names[] = {RXT_VERDICT_LIST(NAME)};
#undef NAME
    return names[verdict];
}

static void find_bases(struct rxt_verdict_of_kernel *k, const struct rxt_layout *plain)
{
    for (size_t i = 0; i < k->n_rows; i++) {
        const struct rxt_row *row = &k->rows[i];
        const bool counts =
            row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED && row->verdict != RXT_IS_NOT_RUN;
        const bool is_serial =
            counts && rxt_layout_mode(&row->layout) == RXT_MODE_SERIAL && row->layout.policy != RXT_BY_NONE;
        k->serial = is_serial && !k->serial ? row : k->serial; /* of several the first, as in the race */
        k->plain = counts && plain->ranks > 0 && rxt_layout_equal(&row->layout, plain) ? row : k->plain;
    }
}

static struct rxt_estimate times(struct rxt_estimate estimate, double factor)
{
    estimate.value *= factor;
    estimate.low *= factor;
    estimate.high *= factor;
    return estimate;
}

/* What the plain line is called. */
static const char *plain_name(const char *launcher)
{
    const bool is_srun = launcher && !strcmp(launcher, "srun"),
               is_mpich = launcher && !strcmp(launcher, "mpich");
    return is_srun ? "plain srun" : is_mpich ? "plain mpiexec" : "plain mpirun";
}

/* Without the rounds in which the finalists were sought, of a row that is one. */
static struct rxt_series confirmed(const struct rxt_series *series, const struct rxt_verdict_of_kernel *k,
                                   const struct rxt_row *row)
{
    const size_t n = row->verdict == RXT_IS_DROPPED ? 0 : k->steps[row->step].n_screening;
    return n < series->n_rounds ? (struct rxt_series){series->value + n, series->n_rounds - n}
                                : (struct rxt_series){series->value, 0};
}

static void compare(const struct rxt_study *study, const struct rxt_group *group,
                    const struct rxt_verdict_of_kernel *k, const struct rxt_series *series)
{
    for (size_t i = 0; i < k->n_rows && k->serial; i++) {
        struct rxt_row *row = &k->rows[i];
        const struct rxt_series *all = &series[k->serial - k->rows];
        const struct rxt_series serial = confirmed(all, k, row), own = confirmed(&series[i], k, row);
        row->speedup = times(rxt_estimate_ratio(&serial, &own), row->load);
        row->efficiency = times(row->speedup, 1.0 / (double)row->workers);
        const struct rxt_study part = rxt_group_of(group, &row->layout);
        rxt_factors_find(&part, k->kernel, all, &series[i], row);
        if (study->header->scaling == RXT_SCALING_STRONG) {
            row->serial = rxt_serial_fraction(&row->speedup, row->workers);
            row->serial_why = rxt_serial_why(&row->speedup, row->workers);
        }
    }
}

static void find_loss(struct rxt_verdict_of_kernel *k)
{
    const bool is_known = k->plain && k->best && k->plain->step == k->best->step;
    k->loss = is_known ? k->plain->ratio : (struct rxt_estimate){.value = NAN, .low = NAN, .high = NAN};
    k->loss.value -= 1.0;
    k->loss.low -= 1.0;
    k->loss.high -= 1.0;
}

static enum rxt_err find_verdicts(const struct rxt_study *study, const struct rxt_group *group,
                                  const struct rxt_entry *entry, const struct rxt_series *series,
                                  struct rxt_verdict_of_kernel *k)
{
    const struct rxt_header *header = study->header;
    find_bases(k, &header->plain);
    k->plain_name = plain_name(header->launcher);
    for (size_t i = 0; i < k->n_rows && k->serial; i++) {
        k->rows[i].load = rxt_load_of(entry, &k->rows[i], k->serial);
    }
    const enum rxt_err err = rxt_verdicts_find(study, k);
    if (err) {
        return err;
    }
    compare(study, group, k, series);
    find_loss(k);
    if (header->scaling != RXT_SCALING_NONE) {
        rxt_steps_tell(k);
        rxt_rule_tell(k, entry, header->scaling);
    }
    rxt_work_write(k, k->work, sizeof k->work);
    rxt_reason_write(k);
    rxt_losses_write(k);
    const bool grew = k->recommended && header->scaling == RXT_SCALING_WEAK;
    const struct rxt_sample *typical =
        grew ? rxt_typical_sample(study, k->kernel, &k->recommended->layout) : NULL;
    rxt_launch_write(study, k, typical ? typical->params : entry->params);
    return RXT_OK;
}

static enum rxt_err estimate_by(const struct rxt_study *part, const struct rxt_verdict_of_kernel *k,
                                const struct rxt_layout *layout, rxt_pick_fn pick, struct rxt_estimate *out)
{
    struct rxt_series series = {0};
    const enum rxt_err err = rxt_series_of(part, k->kernel, layout, pick, &series);
    *out = err == RXT_OK ? rxt_estimate_of(&series) : *out;
    free(series.value);
    return err;
}

/* What a row took, by what it is compared, and by what it is shown. */
static enum rxt_err measure_row(const struct rxt_study *part, const struct rxt_verdict_of_kernel *k,
                                struct rxt_row *row, struct rxt_series *series)
{
    enum rxt_err err = rxt_series_of(part, k->kernel, &row->layout, rxt_sample_cost, series);
    if (err != RXT_OK || row->verdict == RXT_IS_WRONG) { /* nothing that it took is a time */
        series->n_rounds = 0;
        return err;
    }
    row->cost = rxt_estimate_of(series);
    row->time_s = row->cost;
    if (k->measure.has_metric) {
        err = estimate_by(part, k, &row->layout, rxt_sample_metric, &row->metric);
        if (!err) {
            err = estimate_by(part, k, &row->layout, rxt_sample_time, &row->time_s);
        }
    }
    return err;
}

static enum rxt_err decide_kernel(const struct rxt_study *study, const struct rxt_group *group,
                                  const struct rxt_entry *entry, struct rxt_verdict_of_kernel *k)
{
    const size_t n = study->header->n_layouts;
    *k = (struct rxt_verdict_of_kernel){.kernel = entry->name, .n_rows = n};
    k->rows = calloc(n + 1, sizeof *k->rows);
    struct rxt_series *series = calloc(n + 1, sizeof *series);
    enum rxt_err err = !k->kernel          ? rxt_fail(RXT_E_INPUT, "a kernel of the header has no name")
                       : k->rows && series ? RXT_OK
                                           : rxt_fail(RXT_E_MEMORY, "no room for %zu layouts", n);
    if (!err) {
        err = rxt_measure_find(study, entry, &k->measure);
    }
    k->measure.is_program |= entry->is_program; /* it may have no sample to tell */
    struct rxt_look look = {.study = study, .group = group, .entry = entry};
    look.answers = err == RXT_OK ? rxt_answers_find(study, group, entry) : look.answers;
    k->is_checked = true;
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        const struct rxt_study part = rxt_group_of(group, &study->header->layouts[i]);
        rxt_row_fill(&look, &study->header->layouts[i], &k->rows[i]);
        err = measure_row(&part, k, &k->rows[i], &series[i]);
        k->is_checked &=
            k->rows[i].checked || k->rows[i].n_launches == 0 || k->rows[i].verdict == RXT_IS_WRONG;
    }
    if (!err) {
        err = rxt_steps_make(k, study->header->scaling);
    }
    if (err == RXT_OK) {
        rxt_idle_drop(study, k);
        err = find_verdicts(study, group, entry, series, k);
    }
    if (err == RXT_OK && study->header->scaling != RXT_SCALING_NONE) {
        err = rxt_curve_model(k, entry, series, rxt_study_rounds(study),
                              study->header->scaling == RXT_SCALING_WEAK);
    }
    for (size_t i = 0; series && i < n; i++) {
        free(series[i].value);
    }
    free(series);
    return err;
}

static enum rxt_err decide_kernels(const struct rxt_study *study, struct rxt_decision *d)
{
    const struct rxt_header *header = study->header;
    struct rxt_group group;
    enum rxt_err err = rxt_group_make(&group, study);
    for (size_t i = 0; i < header->n_kernels && err == RXT_OK; i++) {
        if (!header->kernels[i].is_ceiling) {
            err = decide_kernel(study, &group, &header->kernels[i], &d->kernels[d->n_kernels++]);
        }
    }
    rxt_group_free(&group);
    return err;
}

/* Every layout keeps a time a round: no two numbers of a journal may ask for gigabytes together. */
static enum rxt_err check_size(const struct rxt_study *study)
{
    const size_t n_layouts = study->header->n_layouts;
    const size_t n_rounds = rxt_study_rounds(study), most = 5000000;
    return n_rounds <= most / (n_layouts + 1)
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT, "%zu layouts in %zu rounds are more than can be compared (%zu in all)",
                          n_layouts, n_rounds, most);
}

enum rxt_err rxt_decide(struct rxt_decision **out, const struct rxt_study *study)
{
    const struct rxt_header *header = study->header;
    *out = NULL;
    if (header->n_kernels == 0 || header->n_layouts == 0) {
        return rxt_fail(RXT_E_INPUT, "the header of the study names no kernels or no layouts");
    }
    enum rxt_err err = check_size(study);
    struct rxt_decision *d = err == RXT_OK ? calloc(1, sizeof *d) : NULL;
    err = d || err != RXT_OK ? err : rxt_fail(RXT_E_MEMORY, "no room for a decision");
    if (err == RXT_OK) {
        d->kernels = calloc(header->n_kernels, sizeof *d->kernels);
        d->indifference = header->indifference;
        d->tolerance = header->tolerance;
        d->n_rounds = rxt_study_rounds(study);
        d->scaling = header->scaling;
        d->rule = rxt_rule_of(header->scaling == RXT_SCALING_WEAK);
        err = d->kernels ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a decision");
    }
    if (!err) {
        err = decide_kernels(study, d);
    }
    if (!err) {
        rxt_common_find(d);
        err = rxt_sizes_find(d, header);
    }
    for (size_t k = 0; err == RXT_OK && k < d->n_kernels; k++) {
        for (size_t i = 0; i < d->kernels[k].n_rows; i++) {
            d->is_wrong |= d->kernels[k].rows[i].verdict == RXT_IS_WRONG;
        }
    }
    if (err != RXT_OK) {
        rxt_decision_close(d);
        return err;
    }
    *out = d;
    return RXT_OK;
}

void rxt_decision_close(struct rxt_decision *d)
{
    if (d) {
        for (size_t k = 0; k < d->n_kernels; k++) {
            free(d->kernels[k].rows);
            free(d->kernels[k].steps);
        }
        free(d->kernels);
        free(d->sizes);
        free(d);
    }
}
