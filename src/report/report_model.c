/* SPDX-License-Identifier: BSD-3-Clause
 * report_model.c - which model a scaling curve follows, what that predicts, and from where on more workers do not pay.
 */
#include "report_parts.h"

#include <math.h>
#include <stdio.h>

static struct rxt_cell small(double value)
{
    struct rxt_cell cell;
    snprintf(cell.text, sizeof cell.text, "%.2g", value);
    return cell;
}

static struct rxt_cell whole(double value)
{
    struct rxt_cell cell;
    snprintf(cell.text, sizeof cell.text, "%.0f", value);
    return cell;
}

static void add_shares(struct rxt_text *out, const struct rxt_model *model)
{
    const bool is_usl = model->fit.kind == RXT_MODEL_USL;
    rxt_text_add(out, "%s: %s %s", rxt_model_title(model->fit.kind), is_usl ? "contention" : "serial share",
                 rxt_cell_estimate(&model->sigma, rxt_cell_percent).text);
    if (is_usl) {
        rxt_text_add(out, ", coherency %s", rxt_cell_estimate(&model->kappa, small).text);
    }
    rxt_text_add(out, "; a point that is left out is missed by %s, by the mean step by %s",
                 rxt_cell_percent(model->miss[model->fit.kind]).text,
                 rxt_cell_percent(model->miss[RXT_MODEL_NONE]).text);
}

/* Not said where no maximum is shown. */
static void add_peak(struct rxt_text *out, const struct rxt_model *model)
{
    if (model->peak.n > 0) {
        rxt_text_add(out, "; the most speed is at %s workers, more only take longer",
                     rxt_cell_estimate(&model->peak, whole).text);
    }
}

static void add_breaks(struct rxt_text *out, const struct rxt_model *model)
{
    const struct rxt_estimate *breaks = &model->breaks;
    char limit[32];
    snprintf(limit, sizeof limit, model->rule.is_share ? "%.3g %%" : "%.3gx",
             model->rule.limit * (model->rule.is_share ? 100.0 : 1.0));
    const char *const what = model->rule.is_share ? "the efficiency is" : "a doubling of the workers brings";
    if (isinf(breaks->value)) {
        rxt_text_add(out, "; up to %.0f workers %s %s or more", model->last, what, limit);
        if (!isinf(breaks->low)) {
            rxt_text_add(out, ", which is not sure from %.0f workers on", breaks->low);
        }
        return;
    }
    rxt_text_add(out, "; %s less than %s from %.0f workers on", what, limit, breaks->value);
    if (breaks->has_interval && isinf(breaks->high)) {
        rxt_text_add(out, " [%.0f, beyond %.0f]", breaks->low, model->last);
    } else if (breaks->has_interval) {
        rxt_text_add(out, " [%.0f, %.0f]", breaks->low, breaks->high);
    }
}

static void add_predictions(struct rxt_text *out, const struct rxt_model *model)
{
    for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
        rxt_text_add(out, "%s%s with %.0f workers", i > 0 ? ", " : "; predicted, not measured: ",
                     rxt_cell_estimate(&model->prediction[i].speed, rxt_cell_times).text,
                     model->prediction[i].workers);
    }
}

void rxt_report_model(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_model *model = &kernel->model;
    if (model->fit.kind != RXT_MODEL_NONE) {
        add_shares(out, model);
        if (model->refused[0]) {
            rxt_text_add(out, "; no interval and no prediction: %s", model->refused);
            return;
        }
        add_breaks(out, model);
        add_peak(out, model);
        add_predictions(out, model);
        return;
    }
    rxt_text_add(out, "none: %s", model->refused);
    if (model->n_points > 1) {
        rxt_text_add(out, " (a doubling of the workers brings %s)",
                     rxt_cell_times(pow(2.0, model->fit.power)).text);
    }
}
