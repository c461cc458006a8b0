/* SPDX-License-Identifier: BSD-3-Clause
 * report_compare_json.c - two studies beside each other, for programs (schema rxt-comparison/1).
 */
#include "report_compare.h"

#include "json.h"

static json_t *side_of(const struct rxt_side *side)
{
    const struct rxt_header *h = side->study->header;
    return json_pack("{s:o, s:o, s:o, s:I}", "study", rxt_json_text(h->name), "host", rxt_json_text(h->host),
                     "date", rxt_json_text(h->date), "rounds", (json_int_t)side->decision->n_rounds);
}

static json_t *differences_of(const struct rxt_differences *differences)
{
    json_t *list = json_array();
    for (size_t i = 0; i < differences->n; i++) {
        const struct rxt_difference *d = &differences->list[i];
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:b}", "what", rxt_json_text(d->what), "a",
                                              rxt_json_text(d->a), "b", rxt_json_text(d->b), "hinders",
                                              (int)d->hinders));
    }
    return list;
}

static json_t *row_of(const struct rxt_row *row)
{
    return row ? json_pack("{s:o, s:o, s:o, s:s}", "time_s", rxt_json_real(row->time_s.value), "metric",
                           rxt_json_real(row->metric.value), "ratio", rxt_json_real(row->ratio.value),
                           "verdict", rxt_verdict_name(row->verdict))
               : json_null();
}

static json_t *pairs_of(const struct rxt_compared *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_pairs; i++) {
        const struct rxt_pair *pair = &c->pairs[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:b}", "layout",
                                              pair->a ? pair->a->text : pair->b->text, "a", row_of(pair->a),
                                              "b", row_of(pair->b), "b_over_a", rxt_json_real(pair->ratio),
                                              "apart", (int)pair->is_apart));
    }
    return list;
}

static json_t *best_of(const struct rxt_verdict_of_kernel *kernel)
{
    return rxt_json_text(kernel && kernel->best ? kernel->best->text : NULL);
}

json_t *rxt_report_comparison_json(const struct rxt_comparison *comparison, const struct rxt_side *a,
                                   const struct rxt_side *b)
{
    json_t *subjects = json_array();
    for (size_t s = 0; s < comparison->n_subjects; s++) {
        const struct rxt_compared *c = &comparison->subjects[s];
        json_array_append_new(
            subjects, json_pack("{s:s, s:s, s:o, s:o, s:b, s:o, s:o}", "kernel", c->subject, "winner",
                                rxt_turn_name(c->turn), "best_a", best_of(c->a), "best_b", best_of(c->b),
                                "comparable", !comparison->differences.hinder && !c->differences.hinder,
                                "differences", differences_of(&c->differences), "layouts", pairs_of(c)));
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:b, s:o}", "schema", "rxt-comparison/1", "a", side_of(a), "b",
                     side_of(b), "differences", differences_of(&comparison->differences), "comparable",
                     !comparison->differences.hinder, "kernels", subjects);
}
