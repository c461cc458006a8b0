/* SPDX-License-Identifier: BSD-3-Clause
 * report_drops.c - which layouts left the race before the best was sought among the rest, when, and on what evidence.
 */
#include "report_answer.h"

#include "json.h"

#include <math.h>
#include <stdio.h>

static struct rxt_cell stay_of(const struct rxt_drop *drop)
{
    struct rxt_cell cell;
    snprintf(cell.text, sizeof cell.text, "%zu of %zu", drop->n_stay, drop->n_alive);
    return cell;
}

void rxt_report_drops(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    bool has_titles = false;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        const struct rxt_drop *drop = &row->drop;
        if (drop->n_rounds > 0 && !has_titles) {
            has_titles = true;
            rxt_document_titles(out, "left the race", ">after rounds", ">ratio to best then",
                                ">standard error", ">at least (95 %)", ">slowest that stayed", ">stayed",
                                NULL);
        }
        if (drop->n_rounds > 0) {
            rxt_document_row(out, row->text, rxt_cell_count(drop->n_rounds).text,
                             rxt_cell_times(row->ratio.value).text,
                             rxt_cell_percent(drop->standard_error).text, rxt_cell_times(drop->at_least).text,
                             rxt_cell_times(drop->slowest_stay).text, stay_of(drop).text, NULL);
        }
    }
}

void rxt_answer_left(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    size_t fewest = 0, most = 0;
    double nearest = INFINITY, at_least = INFINITY;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        const size_t n = row->drop.n_rounds;
        if (n > 0) {
            fewest = fewest == 0 || n < fewest ? n : fewest;
            most = n > most ? n : most;
            nearest = fmin(nearest, row->ratio.value);
            at_least = fmin(at_least, row->drop.at_least);
        }
    }
    rxt_answer_list(out, kernel, RXT_IS_DROPPED, "; left out early: ");
    if (most > 0 && isfinite(nearest)) {
        rxt_text_add(out, fewest < most ? " (after %zu to %zu rounds" : " (after %zu rounds", fewest, most);
        rxt_text_add(out, ", at %s or more then, at least %s)", rxt_cell_times(nearest).text,
                     rxt_cell_times(at_least).text);
    }
}

json_t *rxt_report_drops_json(const struct rxt_verdict_of_kernel *kernel)
{
    json_t *list = json_array();
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        const struct rxt_drop *drop = &row->drop;
        if (drop->n_rounds > 0) {
            json_array_append_new(
                list, json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:I, s:I}", "layout", row->text, "rounds",
                                (json_int_t)drop->n_rounds, "ratio", rxt_json_real(row->ratio.value),
                                "standard_error", rxt_json_real(drop->standard_error), "ratio_at_least",
                                rxt_json_real(drop->at_least), "slowest_that_stayed",
                                rxt_json_real(drop->slowest_stay), "raced", (json_int_t)drop->n_alive,
                                "stayed", (json_int_t)drop->n_stay));
        }
    }
    return list;
}
