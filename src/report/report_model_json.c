/* SPDX-License-Identifier: BSD-3-Clause
 * report_model_json.c - the model of a scaling curve as JSON; what is unknown is null.
 */
#include "report_parts.h"

#include "json.h"
#include "json_text.h"

#include <math.h>

static json_t *predictions_of(const struct rxt_model *model)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RXT_PREDICTIONS && model->prediction[i].speed.n > 0; i++) {
        json_t *one = json_pack("{s:o}", "workers", rxt_json_real(model->prediction[i].workers));
        rxt_report_set_estimate(one, "speedup", &model->prediction[i].speed);
        json_array_append_new(list, one);
    }
    return list;
}

/* Infinite numbers of workers are null: none is told. */
json_t *rxt_report_model_json(const struct rxt_model *model)
{
    const bool has = model->fit.kind != RXT_MODEL_NONE;
    json_t *missed = json_object();
    for (size_t k = 0; k < RXT_MODELS; k++) {
        json_object_set_new(missed, rxt_model_name((enum rxt_model_kind)k), rxt_json_real(model->miss[k]));
    }
    json_t *object = json_pack("{s:s?, s:I, s:I, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "model",
                               has ? rxt_model_name(model->fit.kind) : NULL, "points",
                               (json_int_t)model->n_points, "rounds", (json_int_t)model->n_rounds, "missed",
                               missed, "refused", rxt_json_text(model->refused[0] ? model->refused : NULL),
                               "scale", rxt_json_real(has ? model->fit.scale : (double)NAN), "rule",
                               model->rule.is_share ? "efficiency" : "doubling", "rule_limit",
                               rxt_json_real(model->rule.limit), "told_up_to", rxt_json_real(model->last),
                               "predictions", predictions_of(model));
    rxt_report_set_estimate(object, "sigma", &model->sigma);
    rxt_report_set_estimate(object, "kappa", &model->kappa);
    rxt_report_set_estimate(object, "peak_workers", &model->peak);
    rxt_report_set_estimate(object, "breaks_rule_from", &model->breaks);
    return object;
}
