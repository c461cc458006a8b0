/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_compare.c - rxt compare: two studies beside each other.
 */
#include "cli.h"

#include "report_compare.h"
#include "report_document.h"
#include "text.h"

/* A study with its decision. */
static enum rxt_err open_side(const char *path, struct rxt_study **study, struct rxt_decision **decision)
{
    const enum rxt_err err = rxt_journal_read(path, study, NULL);
    return err == RXT_OK ? rxt_decide(decision, *study) : err;
}

static enum rxt_err print(const struct rxt_args *args, const struct rxt_comparison *comparison,
                          const struct rxt_side *a, const struct rxt_side *b)
{
    const struct rxt_screen screen = rxt_screen_of(args);
    struct rxt_text text = {0};
    json_t *json = args->json ? rxt_report_comparison_json(comparison, a, b) : NULL;
    if (!args->json) {
        rxt_report_comparison(&text, comparison, a, b, &screen);
    }
    const enum rxt_err err = args->json    ? rxt_print_json(json)
                             : text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a report")
                                           : rxt_print(rxt_text_of(&text));
    json_decref(json);
    rxt_text_free(&text);
    return err;
}

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_study *studies[2] = {NULL, NULL};
    struct rxt_decision *decisions[2] = {NULL, NULL};
    struct rxt_comparison *comparison = NULL;
    if (args->n_words != 2) {
        return rxt_fail(RXT_E_USAGE,
                        "rxt compare needs two studies, such as: rxt compare results/before results/after");
    }
    enum rxt_err err = open_side(args->words[0], &studies[0], &decisions[0]);
    if (!err) {
        err = open_side(args->words[1], &studies[1], &decisions[1]);
    }
    if (!err) {
        err = rxt_compare(&comparison, studies[0], decisions[0], studies[1], decisions[1]);
    }
    if (err == RXT_OK) {
        const struct rxt_side a = {args->words[0], studies[0], decisions[0]},
                              b = {args->words[1], studies[1], decisions[1]};
        err = print(args, comparison, &a, &b);
    }
    rxt_comparison_close(comparison);
    for (size_t s = 0; s < 2; s++) {
        rxt_decision_close(decisions[s]);
        rxt_study_close(studies[s]);
    }
    return err;
}

const struct rxt_cmd rxt_cmd_compare = {
    .name = "compare",
    .words = "DIR DIR",
    .most_words = 2,
    .is_alone = true,
    .options = "json color",
    .what = "two studies beside each other: what differs, and where the winner flips",
    .more =
        "First in what they differ: machine, load, MPI, build, the way of the study; then per kernel both studies, layout by\n"
        "layout, with the ratio to the best of the same study. The winner flips where the best of one study is out in\n"
        "the other. The times of the two are compared where machine, parameters and answer are the same, and the loads\n"
        "before the studies differ by no more processes than there are cores; MPI and build may differ: they are what is\n"
        "compared. Elsewhere it says 'not comparable as times'.\n\n"
        "Example:\n"
        "  rxt compare results/openmpi results/mpich\n",
    .run = run,
};
