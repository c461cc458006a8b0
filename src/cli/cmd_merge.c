/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_merge.c - rxt merge: the studies of several jobs as one, those of other machines apart.
 */
#include "cli.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>

/* Studies that may be one, by their place among the words. */
struct group {
    char **paths;
    size_t n;
    struct rxt_header *header; /* of the first */
    struct rxt_text folder;
    struct rxt_merge *merge;
};

static enum rxt_err sort_out(const struct rxt_args *args, struct group *groups, size_t *n_groups)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < args->n_words && err == RXT_OK; i++) {
        struct rxt_study *study = NULL;
        size_t g = 0;
        err = rxt_journal_read(args->words[i], &study, NULL);
        if (err != RXT_OK) {
            break;
        }
        while (g < *n_groups && rxt_journal_difference(groups[g].header, study->header)) {
            g++;
        }
        if (g == *n_groups) {
            groups[g].header = study->header;
            study->header = NULL;
            groups[g].paths = calloc(args->n_words, sizeof *groups[g].paths);
            *n_groups += 1;
        }
        if (groups[g].paths) {
            groups[g].paths[groups[g].n++] = args->words[i];
        } else {
            err = rxt_fail(RXT_E_MEMORY, "no room for a group of studies");
        }
        rxt_study_close(study);
    }
    return err;
}

/* All are written before the first gets its name: what fails leaves no half, and can be repeated. */
static enum rxt_err open_all(const struct rxt_args *args, struct group *groups, size_t n_groups)
{
    enum rxt_err err = RXT_OK;
    for (size_t g = 0; g < n_groups && err == RXT_OK; g++) {
        if (g > 0) {
            rxt_say("rxt: warning: ", "%s is shown apart: its %s is not that of %s", groups[g].paths[0],
                    rxt_journal_difference(groups[0].header, groups[g].header), groups[0].paths[0]);
        }
        if (n_groups == 1) {
            rxt_text_add(&groups[g].folder, "%s", args->out);
        } else {
            rxt_text_add(&groups[g].folder, "%s/%zu", args->out, g + 1);
        }
        err = rxt_merge_open(&groups[g].merge, groups[g].paths, groups[g].n, rxt_text_of(&groups[g].folder));
    }
    for (size_t g = 0; g < n_groups && err == RXT_OK; g++) {
        err = rxt_merge_commit(groups[g].merge);
    }
    return err;
}

/* A wrong answer in one group keeps no other from its report; the first that goes wrong is told. */
static enum rxt_err merge_groups(const struct rxt_args *args, struct group *groups, size_t n_groups)
{
    const enum rxt_err opened = open_all(args, groups, n_groups);
    enum rxt_err worst = opened;
    char why[1024] = "";
    for (size_t g = 0; g < n_groups && opened == RXT_OK; g++) {
        struct rxt_study *study = rxt_merge_take(groups[g].merge);
        const enum rxt_err err = rxt_study_report(study, rxt_text_of(&groups[g].folder), args);
        rxt_study_close(study);
        if (err != RXT_OK && worst == RXT_OK) {
            worst = err;
            snprintf(why, sizeof why, "%s", rxt_reason());
        }
    }
    return opened != RXT_OK || worst == RXT_OK ? worst : rxt_fail(worst, "%s", why);
}

static enum rxt_err run(const struct rxt_args *args)
{
    size_t n_groups = 0;
    if (args->n_words == 0 || !args->out) {
        return rxt_fail(
            RXT_E_USAGE,
            "rxt merge needs the folders of studies and a new one, such as: rxt merge results/job-* "
            "--out results/all");
    }
    struct group *groups = calloc(args->n_words, sizeof *groups);
    enum rxt_err err =
        groups ? sort_out(args, groups, &n_groups) : rxt_fail(RXT_E_MEMORY, "no room for groups");
    if (!err) {
        err = merge_groups(args, groups, n_groups);
    }
    for (size_t g = 0; groups && g < n_groups; g++) {
        rxt_merge_close(groups[g].merge);
        rxt_text_free(&groups[g].folder);
        rxt_header_close(groups[g].header);
        free(groups[g].paths);
    }
    free(groups);
    return err;
}

const struct rxt_cmd rxt_cmd_merge = {
    .name = "merge",
    .words = "DIR ...",
    .most_words = 10000,
    .is_alone = true,
    .options = "out explain json color",
    .what = "make one study of the studies of several jobs",
    .more =
        "The kernels and layouts of all; rounds are numbered on, so that only launches of one job are compared round by\n"
        "round. Studies of another kind of machine, build or schedule, or of a kernel with other parameters, are\n"
        "shown apart, in DIR/1, DIR/2 ... of --out. It is journal.jsonl.part until it is whole: what failed can be\n"
        "repeated. A line that stands twice counts once.\n\n"
        "Example:\n"
        "  rxt merge results/job-* --out results/all\n",
    .run = run,
};
