/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_report.c - rxt report: rebuild the reports of a study from its journal.
 */
#include "cli.h"

#include <string.h>

static enum rxt_err run(const struct rxt_args *args)
{
    struct rxt_study *study = NULL;
    if (args->n_words == 0) {
        return rxt_fail(RXT_E_USAGE,
                        "rxt report needs the folder of a study, such as: rxt report results/NAME");
    }
    if (args->format && args->json) {
        return rxt_fail(RXT_E_USAGE,
                        "--json prints the decision and writes all files, --format %s prints one "
                        "format and writes none: give one of the two",
                        args->format);
    }
    if (args->rule && !(args->format && !strcmp(args->format, "access"))) {
        return rxt_fail(RXT_E_USAGE, "--rule %s is of --format access alone", args->rule);
    }
    enum rxt_err err = rxt_journal_read(args->words[0], &study, NULL);
    if (!err) {
        err = args->format ? rxt_study_show(study, args->format, args->rule)
                           : rxt_study_report(study, args->words[0], args);
    }
    rxt_study_close(study);
    return err;
}

const struct rxt_cmd rxt_cmd_report = {
    .name = "report",
    .words = "DIR",
    .most_words = 1,
    .is_alone = true,
    .options = "format rule explain json color",
    .what = "rebuild and print the reports of a study from its journal",
    .more =
        "Writes report.html (a page for any browser, also offline), report.md, report.csv, rounds.csv (every timed\n"
        "run) and decision.json into DIR, prints the matrix and last the answer (or, with --json, the decision). With --format it prints\n"
        "that one and writes nothing.\n"
        "Needs no MPI and no free cores.\n\n"
        "--format access prints a scaling study as centres ask for it before they grant a large partition: wall time,\n"
        "speed-up and efficiency against the smallest count, the largest count that keeps --rule and whether the\n"
        "intervals allow to say so, the placement seen, a batch script.\n\n"
        "Examples:\n"
        "  rxt report results/node17-20260131-123456\n"
        "  rxt report results/rxt-strong --format access --rule 75% > scaling.md\n",
    .run = run,
};
