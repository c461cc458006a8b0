/* SPDX-License-Identifier: BSD-3-Clause
 * cli_verify_program.c - three rounds of a program's decision and its plain line, by the definition that the decision holds.
 *
 * A study of its own in this process: what defines a program is bytes, and no words of a command line have to hold them.
 */
#include "cli.h"
#include "cli_layouts.h"
#include "cli_verify.h"

#include "study_subject_program.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>

static enum rxt_err read_program(const struct rxt_choice *choice, struct rxt_program *out)
{
    const json_t *definition = json_object_get(choice->row, "definition");
    if (!json_is_object(definition)) {
        *out = (struct rxt_program){.n_subjects = 0};
        return rxt_fail(RXT_E_USAGE,
                        "--verify launches %s as the study did, and the decision does not tell how: let 'rxt "
                        "report' write it anew from the journal",
                        choice->subject);
    }
    enum rxt_err err = rxt_program_from_json(definition, choice->subject, out);
    out->keep = false; /* nobody asked for the folders of these launches */
    if (!err) {
        err = rxt_program_check(out);
    }
    return err == RXT_OK ? rxt_program_find_files(out) : err;
}

static enum rxt_err run(struct rxt_study_spec *spec)
{
    struct rxt_study *study = NULL;
    enum rxt_err err = rxt_study_run(spec, &study);
    rxt_study_close(study);
    return err == RXT_E_STOPPED ? rxt_fail(err, "%s; nothing is verified", rxt_stop_text()) : err;
}

enum rxt_err rxt_verify_program(const json_t *decision, const struct rxt_choice *choice, const char *folder)
{
    char plain[RXT_LAYOUT_BYTES], layouts[2 * RXT_LAYOUT_BYTES + 2];
    struct rxt_program program;
    struct rxt_args args = {.layouts = layouts, .nodes_differ = "smallest"};
    struct rxt_study_spec spec = {.is_full = true,
                                  .n_rounds = RXT_VERIFY_ROUNDS,
                                  .folder = folder,
                                  .tried = json_array(),
                                  .stop = &rxt_stop,
                                  .terms = {.n_reps = 1}};
    args.smt = spec.terms.options.smt = json_is_true(json_object_get(decision, "smt"));
    args.oversubscribe = spec.terms.options.oversubscribe =
        json_is_true(json_object_get(decision, "oversubscribe"));
    snprintf(layouts, sizeof layouts, "%s,%s", choice->text,
             rxt_layout_text(&choice->plain, plain, sizeof plain));
    rxt_catch_stop();
    rxt_job_read(&spec.job);
    spec.hostfile = rxt_hostfile(NULL);
    enum rxt_err err = read_program(choice, &program);
    if (!err) {
        err = rxt_layouts_choose(&spec, &args, &program);
    }
    if (!err) {
        err = rxt_study_add_program(&spec, &program);
    }
    if (!err) {
        err = run(&spec);
    }
    rxt_subjects_close(spec.subjects, spec.n_subjects);
    rxt_program_free(&program);
    rxt_nodes_free(&spec.nodes);
    json_decref(spec.tried);
    free(spec.layouts);
    return err;
}
