/* SPDX-License-Identifier: BSD-3-Clause
 * report_compare.c - two studies beside each other, for people: first in what they differ.
 */
#include "report_compare.h"

#include "report_parts.h"

#include <string.h>

static void add_side(struct rxt_document *out, const char *label, const struct rxt_side *side)
{
    const struct rxt_header *h = side->study->header;
    rxt_document_add(out, RXT_BLOCK_ITEM, label, "%s: %s, %s, %s; %zu round%s", side->path,
                     h->host ? h->host : "unknown host", h->cpu ? h->cpu : "unknown CPU",
                     h->date ? h->date : "unknown date", side->decision->n_rounds,
                     side->decision->n_rounds == 1 ? "" : "s");
}

static void add_differences(struct rxt_document *out, const struct rxt_differences *differences)
{
    rxt_document_titles(out, "what", "A", "B", "times", NULL);
    rxt_document_width(out, 1, 0, 30);
    rxt_document_width(out, 2, 0, 30);
    for (size_t i = 0; i < differences->n; i++) {
        const struct rxt_difference *d = &differences->list[i];
        rxt_document_row(out, d->what, d->a, d->b, d->hinders ? "not comparable" : "comparable", NULL);
    }
}

static void add_head(struct rxt_document *out, const struct rxt_comparison *all)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "what differs");
    if (all->differences.n == 0) {
        rxt_document_add(
            out, RXT_BLOCK_SENTENCE, NULL,
            "Nothing that is recorded: machine, MPI, build, load and the way of the study are alike.");
    } else {
        add_differences(out, &all->differences);
    }
    rxt_document_add(
        out, RXT_BLOCK_SENTENCE, NULL,
        all->differences.hinder
            ? "Not comparable as times. Ratios to the best of the same study are."
            : "B / A is the ratio of the medians; rounds of two studies are not paired, so it has no "
              "interval. 'apart': the intervals of the two times do not overlap.");
}

static const char *best_of(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel && kernel->best ? kernel->best->text : "none";
}

/* Layouts of a study that has the subject. */
static void add_winner(struct rxt_document *out, const struct rxt_compared *c)
{
    static const char *const tails[] = {[RXT_TURN_SAME] = " in both",
                                        [RXT_TURN_TIED] = "; neither is out in the other's study",
                                        [RXT_TURN_FLIPS] = ": the winner flips",
                                        [RXT_TURN_UNKNOWN] =
                                            "; a study has no best, or did not compare the other's with it"};
    if (!c->a || !c->b) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  best", "%s; %s does not have it",
                         best_of(c->a ? c->a : c->b), c->a ? "B" : "A");
    } else if (c->turn == RXT_TURN_SAME) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  best", "%s%s", best_of(c->a), tails[c->turn]);
    } else {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  best", "%s in A, %s in B%s", best_of(c->a), best_of(c->b),
                         tails[c->turn]);
    }
}

/* A row without a time that counts shows its verdict where the time would be. */
static void add_cell(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel,
                     const struct rxt_row *row)
{
    const bool is_known = row && row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED;
    struct rxt_phrase *entry =
        rxt_document_cell(out,
                          !row       ? "-"
                          : is_known ? rxt_report_show(kernel)(rxt_report_value(kernel, row)->value).text
                                     : rxt_verdict_name(row->verdict),
                          is_known ? rxt_cell_times(row->ratio.value).text : NULL);
    entry->is_marked = row != NULL;
    entry->verdict = row ? row->verdict : RXT_IS_PLAIN;
}

static void add_table(struct rxt_document *out, const struct rxt_compared *c)
{
    rxt_document_titles(out, "layout", ">A", ">B", ">B / A", NULL);
    for (size_t column = 1; column <= 3; column++) {
        rxt_document_width(out, column, 12, 0);
    }
    for (size_t i = 0; i < c->n_pairs; i++) {
        const struct rxt_pair *pair = &c->pairs[i];
        rxt_document_row(out, pair->a ? pair->a->text : pair->b->text, NULL);
        add_cell(out, c->a, pair->a);
        add_cell(out, c->b, pair->b);
        rxt_document_cell(out, rxt_cell_times(pair->ratio).text, pair->is_apart ? "apart" : NULL);
    }
}

/* By what a program was measured, where it is no time. */
static void add_numbers(struct rxt_document *out, const struct rxt_compared *c)
{
    const struct rxt_cell a = c->a ? rxt_report_better(c->a) : (struct rxt_cell){""},
                          b = c->b ? rxt_report_better(c->b) : (struct rxt_cell){""};
    if (a.text[0] && b.text[0] && strcmp(a.text, b.text) != 0) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  number", "%s in A; %s in B", a.text, b.text);
    } else if (a.text[0] || b.text[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  number", "%s", a.text[0] ? a.text : b.text);
    }
}

static void add_subject(struct rxt_document *out, const struct rxt_compared *c)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "%s", c->subject);
    add_winner(out, c);
    for (size_t i = 0; i < c->differences.n; i++) {
        const struct rxt_difference *d = &c->differences.list[i];
        rxt_document_add(out, RXT_BLOCK_ITEM, "  differs", "%s: %s in A, %s in B%s", d->what, d->a, d->b,
                         d->hinders ? "; not comparable as times" : "");
    }
    add_numbers(out, c);
    add_table(out, c);
}

static void add_flips(struct rxt_document *out, const struct rxt_comparison *all)
{
    struct rxt_text line = {0};
    for (size_t s = 0; s < all->n_subjects; s++) {
        const struct rxt_compared *c = &all->subjects[s];
        if (c->turn == RXT_TURN_FLIPS) {
            rxt_text_add(&line, "%s%s (%s, %s)", line.n > 0 ? "; " : "", c->subject, best_of(c->a),
                         best_of(c->b));
        }
    }
    rxt_text_add(&line, "%s", line.n > 0 ? "" : "nowhere");
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "flips", &line);
}

void rxt_report_comparison(struct rxt_text *out, const struct rxt_comparison *comparison,
                           const struct rxt_side *a, const struct rxt_side *b,
                           const struct rxt_screen *screen)
{
    struct rxt_document document = {0};
    rxt_document_add(&document, RXT_BLOCK_TITLE, NULL, "two studies");
    add_side(&document, "A", a);
    add_side(&document, "B", b);
    add_head(&document, comparison);
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "where the winner flips");
    add_flips(&document, comparison);
    for (size_t s = 0; s < comparison->n_subjects; s++) {
        add_subject(&document, &comparison->subjects[s]);
    }
    rxt_document_add(
        &document, RXT_BLOCK_SENTENCE, NULL,
        "* best   = equal   ~ undecided   . dropped   ? open: too few rounds, or disturbed   ! wrong or failed   "
        "below: time / the best's of the same study");
    rxt_document_render(out, &document, &rxt_renderer_terminal, screen);
    rxt_document_close(&document);
}
