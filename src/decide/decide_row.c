/* SPDX-License-Identifier: BSD-3-Clause
 * decide_row.c - what is known of one kernel under one layout, before layouts are compared.
 */
#include "decide_parts.h"

#include "json.h"
#include "machine_ceilings.h"

#include <math.h>
#include <string.h>

static double flop_rate(const struct rxt_sample *s)
{
    return s->work.flop > 0.0 ? s->work.flop / rxt_sample_time(s) : NAN;
}

static double byte_rate(const struct rxt_sample *s)
{
    return s->work.bytes > 0.0 ? s->work.bytes / rxt_sample_time(s) : NAN;
}

#define PICK(name, member)                                                                                   \
    static double name(const struct rxt_sample *s)                                                           \
    {                                                                                                        \
        return s->member;                                                                                    \
    }
PICK(peak, peak_node_bytes)
PICK(pss, pss_node_bytes)
PICK(setup, setup_s)
#undef PICK

static const struct rxt_efficiency no_account = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

/* Where the data lie that a sample tells of, by the caches of the machine; RXT_DATA_PLACES: it is not told. */
static enum rxt_data_place place_of(const struct rxt_header *header, const struct rxt_row *row,
                                    const struct rxt_sample *s)
{
    const json_t *has_caches = header->ceilings ? header->ceilings : header->machine;
    const double n_nodes = row->layout.nodes;
    return s && s->data_bytes > 0.0 && json_object_get(has_caches, "caches")
               ? rxt_ceilings_place(has_caches, s->data_bytes / n_nodes, (double)row->workers / n_nodes)
               : RXT_DATA_PLACES;
}

/* A rate as a share of what is kept of so many cores. */
static double share_of_kept(const struct rxt_study *study, const struct rxt_row *row, double rate,
                            const char *key)
{
    const double n_nodes = row->layout.nodes;
    return rate / (n_nodes * rxt_ceilings_rate(study->header->ceilings, key, (double)row->workers / n_nodes));
}

/* A rate as a share of that of a ceiling under the same layout; NaN if that was not measured. */
static double share(const struct rxt_study *study, const struct rxt_row *row, enum rxt_ceiling kind)
{
    const bool is_flop = kind == RXT_CEILING_FLOP;
    const char *ceiling = rxt_ceiling_find(study, kind);
    return !ceiling ? NAN
                    : (is_flop ? row->rate_flop : row->rate_bytes) /
                          rxt_median_over(study, ceiling, &row->layout, is_flop ? flop_rate : byte_rate);
}

/* Of the ceilings of both kinds. Where only memory was measured, data in a cache have none. */
static void find_shares(const struct rxt_study *study, const struct rxt_sample *typical, struct rxt_row *row)
{
    const enum rxt_data_place place = place_of(study->header, row, typical);
    row->place = place < RXT_DATA_PLACES ? rxt_data_place_name(place) : NULL;
    if (study->header->ceilings) {
        row->kept_on = rxt_json_text_at(study->header->ceilings, "date", "an unknown date");
        row->share_flop = share_of_kept(study, row, row->rate_flop, "flop");
        row->share_bytes = place == RXT_DATA_PLACES
                               ? (double)NAN
                               : share_of_kept(study, row, row->rate_bytes, rxt_data_place_key(place));
    } else {
        row->share_flop = share(study, row, RXT_CEILING_FLOP);
        row->share_bytes = place < RXT_IN_MEMORY ? (double)NAN : share(study, row, RXT_CEILING_BYTES);
    }
}

static void measure(const struct rxt_study *study, const struct rxt_entry *entry, struct rxt_row *row)
{
    const char *kernel = entry->name;
    const struct rxt_layout *l = &row->layout;
    const struct rxt_sample *typical = rxt_typical_sample(study, kernel, l);
    row->size = typical ? rxt_entry_size(entry, typical->params) : NAN;
    row->factors = typical ? typical->efficiency : no_account;
    row->usage = typical && typical->has_usage ? &typical->usage : NULL;
    row->cpu_share = typical ? rxt_sample_cpu_share(typical) : NAN;
    rxt_busy_find(typical, row);
    row->rate_flop = rxt_median_over(study, kernel, l, flop_rate);
    row->rate_bytes = rxt_median_over(study, kernel, l, byte_rate);
    find_shares(study, typical, row);
    row->peak_node_bytes = rxt_median_over(study, kernel, l, peak);
    row->pss_node_bytes = rxt_median_over(study, kernel, l, pss);
    row->setup_s = rxt_median_over(study, kernel, l, setup);
}

/* The digest that a sample must have: of the first sample of the same problem that passed its check (serial is
 * launched in round 1 too, and all layouts must agree with each other, so which one it is does not matter). */
static const struct rxt_sample *reference(const struct rxt_study *study, const struct rxt_sample *of)
{
    const struct rxt_sample *first = NULL;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        const bool fits = !strcmp(s->kernel, of->kernel) && s->check == RXT_CHECK_PASS && s->has_digest &&
                          json_equal(s->params, of->params);
        if (fits && rxt_layout_mode(&s->layout) == RXT_MODE_SERIAL) {
            return s;
        }
        first = fits && !first ? s : first;
    }
    return first;
}

static void look_at(const struct rxt_look *look, const struct rxt_sample *s, struct rxt_row *row)
{
    const struct rxt_sample *right = look->right;
    row->n_launches += rxt_sample_counts(s);
    row->n_rejected += s->rejected != NULL;
    row->n_disturbed += rxt_sample_counts(s) && s->disturbed;
    if (rxt_sample_counts(s)) {
        const double shown = s->metric ? rxt_sample_metric(s) : rxt_sample_time(s);
        row->least = fmin(row->least, shown);
        row->most = fmax(row->most, shown);
    }
    const bool is_compared = look->entry->is_answering && s->answer && s->check != RXT_CHECK_FAIL;
    row->checked |= s->check == RXT_CHECK_PASS || is_compared;
    row->has_digest |= s->has_digest;
    row->digest = s->has_digest ? s->digest : row->digest;
    if (s->check == RXT_CHECK_FAIL) {
        row->verdict = RXT_IS_WRONG;
        row->note = s->check_note ? s->check_note : "its check failed";
    } else if (right && s->has_digest && s->digest != right->digest) {
        row->verdict = RXT_IS_WRONG;
        row->note = "its digest is not that of the other layouts";
    } else if (rxt_answer_differs(&look->answers, look->entry, s, row->said, sizeof row->said)) {
        row->verdict = RXT_IS_WRONG;
        row->note = row->said;
    } else if (s->rejected && !row->note) {
        row->note = s->rejected;
    }
}

static struct rxt_row blank(void)
{
    const struct rxt_estimate unknown = {.value = NAN, .low = NAN, .high = NAN};
    return (struct rxt_row){.verdict = RXT_IS_OPEN,
                            .time_s = unknown,
                            .metric = unknown,
                            .cost = unknown,
                            .ratio = unknown,
                            .speedup = unknown,
                            .efficiency = unknown,
                            .serial = unknown,
                            .least = NAN,
                            .most = NAN,
                            .size = NAN,
                            .load = 1.0,
                            .factors = no_account,
                            .scaling = NAN,
                            .rate_flop = NAN,
                            .rate_bytes = NAN,
                            .share_flop = NAN,
                            .share_bytes = NAN,
                            .cpu_share = NAN,
                            .peak_node_bytes = NAN,
                            .pss_node_bytes = NAN,
                            .setup_s = NAN,
                            .busy = NAN,
                            .wanted = NAN};
}

/* The answer is looked for once a problem, not once a sample or a layout. */
static void look_at_all(struct rxt_look *look, const struct rxt_study *part, struct rxt_row *row)
{
    for (size_t i = 0; i < part->n_samples; i++) {
        const struct rxt_sample *s = part->samples[i];
        if (strcmp(s->kernel, look->entry->name) != 0) {
            continue;
        }
        if (!look->of || !json_equal(look->of->params, s->params)) {
            look->right = reference(look->study, s);
            look->of = s;
        }
        look_at(look, s, row);
    }
    for (size_t i = 0; i < part->n_failures; i++) {
        const struct rxt_failure *f = &part->failures[i];
        if (!f->kernel || !strcmp(f->kernel, look->entry->name)) {
            row->n_failed++;
            row->note = row->note ? row->note : f->reason;
        }
    }
}

void rxt_row_fill(struct rxt_look *look, const struct rxt_layout *layout, struct rxt_row *row)
{
    const struct rxt_study part = rxt_group_of(look->group, layout);
    *row = blank();
    row->layout = *layout;
    rxt_layout_text(&row->layout, row->text, sizeof row->text);
    row->workers = rxt_layout_workers(&row->layout);
    look_at_all(look, &part, row);
    if (row->verdict == RXT_IS_WRONG) { /* nothing that it took is a time */
        row->checked = false;
        return;
    }
    row->verdict = row->n_launches + row->n_rejected + row->n_failed == 0 ? RXT_IS_NOT_RUN
                   : row->n_launches == 0                                 ? RXT_IS_FAILED
                   : row->layout.policy == RXT_BY_NONE                    ? RXT_IS_PLAIN
                                                                          : RXT_IS_OPEN;
    if (row->n_launches == 0 && !row->note) {
        row->note = "it was not launched: the program does not take it, or the study ended before";
    }
    measure(&part, look->entry, row);
}
