/* SPDX-License-Identifier: BSD-3-Clause
 * report_json.c - the decision as JSON (schema rxt-decision/1); what is unknown is null.
 */
#include "report.h"

#include "decide_choice.h"
#include "decide_valid.h"
#include "json.h"
#include "json_text.h"
#include "report_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static json_t *interval_of(const struct rxt_estimate *estimate)
{
    return estimate->has_interval
               ? json_pack("[o, o]", rxt_json_real(estimate->low), rxt_json_real(estimate->high))
               : json_null();
}

void rxt_report_set_estimate(json_t *object, const char *name, const struct rxt_estimate *estimate)
{
    char interval[64];
    snprintf(interval, sizeof interval, "%s_interval", name);
    json_object_set_new(object, name, rxt_json_real(estimate->value));
    json_object_set_new(object, interval, interval_of(estimate));
}

static json_t *digest_of(const struct rxt_row *row)
{
    char digest[17];
    snprintf(digest, sizeof digest, "%016" PRIx64, row->digest);
    return row->has_digest ? json_string(digest) : json_null();
}

static json_t *check_of(const struct rxt_row *row)
{
    return row->checked                   ? json_string("pass")
           : row->verdict == RXT_IS_WRONG ? json_string("fail")
                                          : json_null();
}

static void set_field(json_t *object, const struct rxt_row *row, const struct rxt_field *field)
{
    const void *value = rxt_field_of(row, field);
    if (field->kind == RXT_FIELD_COUNT) {
        json_object_set_new(object, field->name, json_integer((json_int_t)(*(const size_t *)value)));
    } else if (field->kind == RXT_FIELD_REAL) {
        json_object_set_new(object, field->name, rxt_json_real(*(const double *)value));
    } else {
        rxt_report_set_estimate(object, field->name, value);
    }
}

static json_t *row_of(const struct rxt_row *row)
{
    const struct rxt_layout *layout = &row->layout;
    json_t *object = json_pack("{s:s, s:s, s:i, s:i, s:i, s:s, s:s}", "layout", row->text, "mode",
                               rxt_mode_name(rxt_layout_mode(layout)), "nodes", layout->nodes, "ranks",
                               layout->ranks, "threads", layout->threads, "policy",
                               rxt_policy_name(layout->policy), "verdict", rxt_verdict_name(row->verdict));
    for (const struct rxt_field *field = rxt_fields; field->name; field++) {
        set_field(object, row, field);
    }
    json_object_set_new(object, "data_in", rxt_json_text(row->place));
    json_object_set_new(object, "check", check_of(row));
    json_object_set_new(object, "digest", digest_of(row));
    json_object_set_new(object, "note", rxt_json_text(row->note));
    json_object_set_new(object, "serial_fraction_why", rxt_json_text(row->serial_why));
    json_object_set_new(object, "dropped_after",
                        row->drop.n_rounds > 0 ? json_integer((json_int_t)row->drop.n_rounds) : json_null());
    json_object_set_new(object, "slower_here", json_boolean(row->is_slower_here));
    json_object_set_new(object, "may_do", json_boolean(row->may_do));
    json_object_set_new(object, "disturbed_unequally", json_boolean(row->is_unequally_disturbed));
    return object;
}

/* The layouts of one verdict; those that are the best's equals are of its step. */
static json_t *layouts_of(const struct rxt_verdict_of_kernel *kernel, enum rxt_verdict verdict)
{
    const bool is_any = verdict != RXT_IS_EQUAL && verdict != RXT_IS_UNDECIDED;
    json_t *list = json_array();
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const bool is_asked = is_any || (kernel->best && kernel->rows[r].step == kernel->best->step);
        if (is_asked && kernel->rows[r].verdict == verdict) {
            json_array_append_new(list, json_string(kernel->rows[r].text));
        }
    }
    return list;
}

/* All that are not told to be slower: what a reader of before the two were told apart takes for ties. */
static json_t *ties_of(const struct rxt_verdict_of_kernel *kernel)
{
    json_t *list = layouts_of(kernel, RXT_IS_EQUAL), *undecided = layouts_of(kernel, RXT_IS_UNDECIDED);
    json_array_extend(list, undecided);
    json_decref(undecided);
    return list;
}

static void add_verdicts(json_t *object, const struct rxt_verdict_of_kernel *kernel)
{
    static const struct {
        const char *name;
        enum rxt_verdict verdict;
    } lists[] = {{"equal", RXT_IS_EQUAL},     {"undecided", RXT_IS_UNDECIDED}, {"out", RXT_IS_OUT},
                 {"dropped", RXT_IS_DROPPED}, {"open", RXT_IS_OPEN},           {"not_run", RXT_IS_NOT_RUN}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        json_object_set_new(object, lists[i].name, layouts_of(kernel, lists[i].verdict));
    }
    json_object_set_new(object, "tied", ties_of(kernel));
    json_object_set_new(object, "drops", rxt_report_drops_json(kernel));
}

/* Of a kernel, and of a program that is measured by its time, null. */
static json_t *metric_of(const struct rxt_measure *measure)
{
    return measure->has_metric ? json_pack("{s:o, s:b}", "unit", rxt_json_text(measure->unit),
                                           "higher_is_better", (int)measure->higher_is_better)
                               : json_null();
}

/* Of each mode that is shown to be slower, how much and why. */
static json_t *losses_of(const struct rxt_verdict_of_kernel *kernel)
{
    json_t *list = json_array();
    for (size_t i = 0; i < kernel->n_losses; i++) {
        const struct rxt_loss *loss = &kernel->losses[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:b, s:o}", "layout", loss->row->text, "ratio",
                                              rxt_json_real(loss->row->ratio.value), "is_known",
                                              (int)loss->is_known, "why", rxt_json_text(loss->text)));
    }
    return list;
}

/* How the race of a step went. */
static void add_race(json_t *object, const struct rxt_step *step)
{
    json_object_set_new(object, "rounds",
                        json_pack("{s:I, s:I}", "screening", (json_int_t)step->n_screening, "confirming",
                                  (json_int_t)step->n_confirming));
    json_object_set_new(object, "noise", rxt_json_real(step->noise));
    json_object_set_new(object, "busy", json_boolean(step->is_busy));
    json_object_set_new(object, "default_is_faster", json_boolean(step->plain_is_faster));
}

static json_t *kernel_of(const struct rxt_verdict_of_kernel *kernel)
{
    json_t *rows = json_array();
    for (size_t r = 0; r < kernel->n_rows; r++) {
        json_array_append_new(rows, row_of(&kernel->rows[r]));
    }
    json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kernel",
                               rxt_json_text(kernel->kernel), "best",
                               rxt_json_text(kernel->best ? kernel->best->text : NULL), "recommended",
                               rxt_json_text(kernel->recommended ? kernel->recommended->text : NULL),
                               "regret", rxt_json_real(kernel->regret), "default_layout",
                               rxt_json_text(kernel->plain ? kernel->plain->text : NULL), "default_loss",
                               rxt_json_real(kernel->loss.value), "default_loss_interval",
                               interval_of(&kernel->loss), "reason", rxt_json_text(kernel->reason), "launch",
                               rxt_json_text(kernel->launch[0] ? kernel->launch : NULL), "rows", rows);
    add_verdicts(object, kernel);
    json_object_set_new(object, "work", rxt_json_text(kernel->work[0] ? kernel->work : NULL));
    json_object_set_new(object, "bound_is_known", json_boolean(kernel->bound_is_known));
    json_object_set_new(object, "losses", losses_of(kernel));
    add_race(object, &kernel->steps[kernel->recommended ? kernel->recommended->step : 0]);
    json_object_set_new(object, "answers_checked", json_boolean(kernel->is_checked));
    json_object_set_new(object, "metric", metric_of(&kernel->measure));
    return object;
}

static json_t *steps_of(const struct rxt_verdict_of_kernel *kernel)
{
    json_t *steps = json_array();
    for (size_t s = 0; s < kernel->n_steps; s++) {
        const struct rxt_step *step = &kernel->steps[s];
        const struct rxt_row *best = step->best, *use = step->recommended;
        json_t *object = json_pack("{s:I, s:o, s:o, s:o, s:b}", "workers", (json_int_t)step->workers, "best",
                                   rxt_json_text(best ? best->text : NULL), "recommended",
                                   rxt_json_text(use ? use->text : NULL), "regret",
                                   rxt_json_real(step->regret), "may_do", (int)step->may_do);
        rxt_report_set_estimate(object, "ratio_to_fastest", &step->ratio);
        add_race(object, step);
        json_array_append_new(steps, object);
    }
    return steps;
}

/* Of kernels that were studied at several. */
static json_t *sizes_of(const struct rxt_decision *decision)
{
    json_t *list = json_array();
    for (size_t i = 0; i < decision->n_sizes; i++) {
        const struct rxt_sizes *sizes = &decision->sizes[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:I, s:s}", "kernel", sizes->kernel, "param",
                                        sizes->param, "sizes", (json_int_t)sizes->n, "turn", sizes->turn));
    }
    return list;
}

/* Of several subjects; null where there is none. */
static json_t *common_of(const struct rxt_common *common)
{
    if (!common->row) {
        return json_null();
    }
    json_t *object =
        json_pack("{s:o, s:I, s:o}", "layout", rxt_json_text(common->row->text), "subjects",
                  (json_int_t)common->n_subjects, "worst_for", rxt_json_text(common->kernel->kernel));
    rxt_report_set_estimate(object, "worst_ratio", &common->row->ratio);
    return object;
}

static json_t *copy_of(const json_t *value)
{
    return value ? json_deep_copy(value) : json_null();
}

/* What was studied, so that whoever uses the decision can see whether it is that. */
static void add_subject(json_t *row, const struct rxt_entry *entry)
{
    json_object_set_new(row, "params", copy_of(entry ? entry->params : NULL));
    json_object_set_new(row, "files", copy_of(entry ? entry->files : NULL));
    json_object_set_new(row, "runs",
                        rxt_json_text(entry && !entry->is_program ? rxt_entry_kernel(entry) : NULL));
    if (entry && entry->plugin) {
        json_object_set_new(row, "plugin", json_string(entry->plugin));
    }
    if (entry && entry->is_program) {
        json_object_set_new(row, "subject", json_string("program"));
        json_object_set_new(row, "command", rxt_json_text(entry->what));
        json_object_set_new(row, "templates", copy_of(json_object_get(entry->definition, "templates")));
        json_object_set_new(row, "definition", copy_of(entry->definition));
    }
}

json_t *rxt_report_decision(const struct rxt_study *study, const struct rxt_decision *decision)
{
    const struct rxt_header *header = study->header;
    json_t *kernels = json_array();
    for (size_t k = 0; k < decision->n_kernels; k++) {
        json_t *kernel = kernel_of(&decision->kernels[k]);
        add_subject(kernel, rxt_header_entry(header, decision->kernels[k].kernel));
        if (decision->scaling != RXT_SCALING_NONE) {
            json_object_set_new(kernel, "steps", steps_of(&decision->kernels[k]));
            json_object_set_new(kernel, "no_difference_shown", json_boolean(decision->kernels[k].none_shown));
            json_object_set_new(kernel, "turn", rxt_json_text(decision->kernels[k].turn));
            json_object_set_new(kernel, "model", rxt_report_model_json(&decision->kernels[k].model));
        }
        json_array_append_new(kernels, kernel);
    }
    json_t *object = json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:s, s:b, s:b, s:o, s:s?, s:o, s:o, s:I, s:o, s:o, s:o}", "schema",
        RXT_SCHEMA_DECISION, "study", rxt_json_text(header->name), "date", rxt_json_text(header->date),
        "host", rxt_json_text(header->host), "launcher", rxt_json_text(header->launcher), "sched",
        header->sched ? header->sched : "static", "smt", (int)header->smt, "oversubscribe",
        (int)header->oversubscribe, "conditions", rxt_conditions_of_study(header), "scaling",
        rxt_scaling_name(decision->scaling), "indifference", rxt_json_real(decision->indifference),
        "tolerance", rxt_json_real(decision->tolerance), "rounds", (json_int_t)decision->n_rounds,
        "one_layout", common_of(&decision->common), "sizes", sizes_of(decision), "kernels", kernels);
    json_object_set_new(object, "quality", rxt_report_quality_json(study));
    return object;
}

static void write_json(struct rxt_text *out, const struct rxt_study *study,
                       const struct rxt_decision *decision)
{
    json_t *object = rxt_report_decision(study, decision);
    rxt_text_add_json(out, object, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    rxt_text_add(out, "\n");
    json_decref(object);
}

const struct rxt_format rxt_format_json = {"json", "decision.json", NULL, NULL, write_json};
